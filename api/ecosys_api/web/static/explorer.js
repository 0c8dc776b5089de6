// What pages do besides with a script: sliders for the moment, parts that take long come later, and
// pictures of lanes can be seen closer.
// Without it all of it works by forms and links.
const DAY = 86_400_000;
const days = (text) => Math.round(Date.parse(`${text}T00:00Z`) / DAY);
const text = (day) => new Date(day * DAY).toISOString().slice(0, 10);

function slider(field) {
  const range = document.createElement("input");
  range.type = "range";
  range.min = days(field.min);
  range.max = days(field.max);
  range.value = days(field.value);
  range.setAttribute("list", "ticks");
  range.setAttribute("aria-label", `${field.labels[0].textContent}, along the history`);
  range.setAttribute("aria-valuetext", field.value);
  range.addEventListener("input", () => {
    field.value = text(Number(range.value));
    range.setAttribute("aria-valuetext", field.value);
  });
  // By keys one goes step by step, and asks by the button.
  range.addEventListener("pointerup", () => field.form.requestSubmit());
  field.addEventListener("input", () => { if (field.value) range.value = days(field.value); });
  field.after(range);
}

// An address says as little as it can: today, and what is left empty, need not be named.
function shorten(form) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if (field.name && (!field.value || field.value === field.dataset.now)) field.disabled = true;
    }
  });
}

// `ADDRESS SELECTOR`: what the page at the address has, in the place of a link to it.
async function load(place) {
  const [address, ...selector] = place.dataset.load.split(" ");
  const reply = await fetch(address);
  if (!reply.ok) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  place.replaceWith(...page.querySelectorAll(selector.join(" ")));
}

// Pictures of lanes: closer and wider, filtered, and walked through by arrow keys. A mark is found by
// whom an event came to: no mark has a listener of its own, so a thousand of them cost what one does.
const CLOSEST = 64;

function lanes(place) {
  const plot = place.querySelector(".plot"), picture = plot.querySelector("svg");
  const told = place.nextElementSibling;
  const marks = [...picture.querySelectorAll("a")];
  let zoom = 1, current = marks.at(-1);

  const at = (mark) => { const shape = mark.lastElementChild; return parseFloat(shape.getAttribute("cx") ?? shape.getAttribute("x")); };
  const isShown = (mark) => mark.getClientRects().length > 0;

  // Of all marks one is reached by Tab; from it the arrows lead on.
  function reach(mark, isFocused) {
    current.tabIndex = -1;
    mark.tabIndex = 0;
    current = mark;
    if (!isFocused) return;
    mark.focus({ preventScroll: true });
    const width = picture.clientWidth, x = at(mark) / 100 * width;
    if (x < plot.scrollLeft + 30 || x > plot.scrollLeft + plot.clientWidth - 30) plot.scrollLeft = x - plot.clientWidth / 2;
  }

  // The part of the whole at `part` stays where it is on the screen.
  function closer(times, part, x = plot.clientWidth / 2) {
    zoom = Math.min(CLOSEST, Math.max(1, zoom * times));
    picture.style.width = "";  // as the screen has it, which may have been turned since
    if (zoom > 1) picture.style.width = `${picture.clientWidth / plot.clientWidth * zoom * 100}%`;
    picture.classList.toggle("close", zoom >= 3);
    plot.scrollLeft = part * picture.clientWidth - x;
    for (const button of buttons) button.disabled = (button.value < 1 && zoom === 1) || (button.value > 1 && zoom === CLOSEST);
  }
  const middle = () => (plot.scrollLeft + plot.clientWidth / 2) / picture.clientWidth;

  function beside(mark, step) {
    let next = mark;
    do next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
    while (next && (next.tagName !== "a" || !isShown(next)));
    return next;
  }

  // In the next lane that has marks, the one nearest in time.
  function across(mark, step) {
    const rows = [...picture.querySelectorAll(".lane")], x = at(mark);
    for (let row = rows.indexOf(mark.parentNode) + step; rows[row]; row += step) {
      const found = [...rows[row].querySelectorAll("a")].filter(isShown);
      if (found.length) return found.reduce((best, each) => (Math.abs(at(each) - x) < Math.abs(at(best) - x) ? each : best));
    }
    return null;
  }

  const keys = {
    ArrowRight: (mark) => beside(mark, 1), ArrowLeft: (mark) => beside(mark, -1),
    ArrowDown: (mark) => across(mark, 1), ArrowUp: (mark) => across(mark, -1),
    Home: (mark) => [...mark.parentNode.querySelectorAll("a")].find(isShown),
    End: (mark) => [...mark.parentNode.querySelectorAll("a")].findLast(isShown),
  };
  const zooms = { "+": 2, "=": 2, "-": 0.5, "0": 1 / CLOSEST };
  plot.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = event.target.closest("a");
    if (event.key in zooms) closer(zooms[event.key], mark ? at(mark) / 100 : middle());
    else if (mark && event.key in keys) { const next = keys[event.key](mark); if (next) reach(next, true); }
    else return;
    event.preventDefault();
  });
  plot.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const x = event.clientX - plot.getBoundingClientRect().left;
    closer(event.deltaY < 0 ? 1.25 : 0.8, (plot.scrollLeft + x) / picture.clientWidth, x);
  }, { passive: false });
  for (const kind of ["pointerover", "focusin"]) {
    plot.addEventListener(kind, (event) => {
      const mark = event.target.closest("a");
      if (!mark) return;
      told.textContent = mark.firstElementChild.textContent;
      if (kind === "focusin") reach(mark, false);
    });
  }

  const buttons = [["−", 0.5, "Farther"], ["+", 2, "Closer"], ["all", 1 / CLOSEST, "All of it"]].map(([text, value, name]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: text, value, title: name });
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => closer(value, middle()));
    return button;
  });
  const tools = document.createElement("li");
  tools.className = "zoom";
  tools.append(...buttons);
  place.previousElementSibling.append(tools);

  for (const mark of marks) mark.tabIndex = -1;
  current.tabIndex = 0;
  closer(1, 1);
  // What is seen first is the time around the moment that is asked about.
  const moment = parseFloat(picture.querySelector(".today").getAttribute("x1")) / 100;
  plot.scrollLeft = moment * picture.clientWidth - plot.clientWidth * 0.75;
}

// What a form narrows is narrowed at once in the picture beneath it; the button asks for it anew.
function narrow(form) {
  const picture = form.parentNode.querySelector(".plot > svg");
  form.addEventListener("change", (event) => {
    const { name, value } = event.target;
    if (name === "kind") picture.dataset.kind = value;
    if (name === "provider") for (const lane of picture.querySelectorAll(".lane")) lane.classList.toggle("off", value !== "" && lane.dataset.name !== value);
    if (name === "since") form.requestSubmit();
  });
}

for (const form of document.querySelectorAll("form")) shorten(form);
for (const field of document.querySelectorAll("form.moment input[type=date]")) slider(field);
for (const place of document.querySelectorAll("[data-load]")) load(place);
for (const place of document.querySelectorAll(".lanes")) lanes(place);
for (const form of document.querySelectorAll("form[data-lanes]")) narrow(form);
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form :disabled")) field.disabled = false;
});
