// Charts that answer the pointer: drawn again in the browser, of the same specification, so that one
// can zoom and read what is under it. By keys, without a script, and where anything fails, the
// picture of the server stays: its marks are links.
const NARROW = 640;
const dark = matchMedia("(prefers-color-scheme: dark)");
let drawing;

// What is told under the pointer stands in the content of the page.
function tooltip(figure) {
  if (document.getElementById("vg-tooltip-element")) return;
  const place = document.createElement("div");
  Object.assign(place, { id: "vg-tooltip-element", className: "vg-tooltip", role: "tooltip" });
  figure.parentElement.append(place);
}

function script(src) {
  return new Promise((done, failed) => {
    const element = document.createElement("script");
    Object.assign(element, { src, onload: done, onerror: failed });
    document.head.append(element);
  });
}

// Vega, Vega-Lite and vega-embed, one after the other: each needs those before it.
function load(figure) {
  const scripts = figure.dataset.scripts.split(" ");
  drawing ??= scripts.reduce((before, src) => before.then(() => script(src)), Promise.resolve());
  return drawing;
}

function themed(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("theme", dark.matches ? "dark" : "light");
  return url;
}

// What stands around it on the page need not stand in it. It is as high as the picture of the server,
// so that nothing moves; where there is little room it has the width, and names of lines stand above.
function fitted(spec, figure) {
  const width = figure.clientWidth;
  const isNarrow = width < NARROW;
  const left = isNarrow ? ["signature", "names"] : ["signature"];
  delete spec.title;
  spec.layer = spec.layer.filter((layer) => !left.includes(layer.name));
  spec.width = "container";
  spec.autosize = { type: "fit-x", contains: "padding" };
  for (const { encoding } of spec.layer) {
    if (encoding.x?.axis) encoding.x.axis.tickCount = Math.min(9, Math.max(3, Math.round(width / 110)));
    if (isNarrow && encoding.y?.axis?.labelLimit) encoding.y.axis.labelLimit = width * 0.45;
    if (isNarrow && encoding.color) encoding.color.legend = legend(encoding.color.scale.domain, width);
  }
  if (isNarrow) {
    const hasLines = spec.layer.some((layer) => layer.name === "lines");
    spec.padding.right = hasLines ? 10 : Math.min(spec.padding.right, 70);
  } else {
    const svg = figure.querySelector("svg.chart");
    enlarge(spec, svg.clientHeight / svg.viewBox.baseVal.height);
  }
  return spec;
}

function legend(names, width) {
  const longest = Math.max(...names.map((name) => name.length));
  return { orient: "top", columns: longest * 8 + 30 > width / 2 ? 1 : 2, symbolType: "circle" };
}

function enlarge(spec, times) {
  spec.height *= times;
  for (const { mark, data } of spec.layer) {
    if (mark.height) mark.height *= times;
    for (const row of data.values) if ("place" in row) row.place *= times;
  }
}

async function draw(figure) {
  const [reply] = await Promise.all([fetch(themed(figure.dataset.spec)), load(figure)]);
  if (!reply.ok) throw new Error(`${reply.url}: ${reply.status}`);
  const spec = fitted(await reply.json(), figure);
  const place = document.createElement("div");
  place.className = "drawn";
  if (figure.clientWidth >= NARROW) place.style.minHeight = `${figure.querySelector(".wide").offsetHeight}px`;
  figure.prepend(place);
  tooltip(figure);
  try {
    await vegaEmbed(place, spec, {
      actions: false,
      ast: true, // expressions are interpreted: nothing is evaluated that the policy forbids
      defaultStyle: false,
      loader: { target: "_self" },
      renderer: "svg",
      tooltip: { disableDefaultStyle: true },
    });
  } catch (problem) {
    place.remove();
    throw problem;
  }
  return place;
}

function upgrade(figure) {
  const picture = figure.querySelector(".wide");
  let drawn;
  const show = async () => {
    if (figure.contains(document.activeElement)) return;
    try {
      const place = await (drawn ??= draw(figure));
      place.hidden = false;
      picture.hidden = true;
    } catch {
      // The picture stays.
    }
  };
  const back = async (event) => {
    if (event.key !== "Tab" || !picture.hidden) return;
    picture.hidden = false;
    (await drawn).hidden = true;
  };
  figure.addEventListener("pointerenter", show);
  addEventListener("keydown", back);
  dark.addEventListener("change", async () => {
    const old = drawn;
    drawn = undefined;
    picture.hidden = false;
    (await old)?.remove();
  });
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    if (figure.clientWidth < NARROW) show();
    else load(figure).catch(() => {});
  }).observe(figure);
}

// A picture of pixels is made of that of lines, with what is below it.
async function saveAsPng(figure, name) {
  const image = new Image();
  image.src = themed(figure.dataset.svg);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    Object.assign(link, { href: URL.createObjectURL(blob), download: `${name}.png` });
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

function offerPng(figure) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "link", textContent: "PNG" });
  const name = new URL(figure.dataset.svg, location.href).pathname.split("/").pop();
  button.addEventListener("click", () => saveAsPng(figure, name.replace(".svg", "")));
  figure.querySelector("figcaption a").after(" · ", button);
}

for (const figure of document.querySelectorAll("figure[data-spec]")) upgrade(figure);
for (const figure of document.querySelectorAll("figure[data-svg]")) offerPng(figure);
