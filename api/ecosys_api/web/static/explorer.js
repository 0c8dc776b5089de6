// What pages do besides with a script: sliders for the moment, and parts that take long come later.
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

for (const form of document.querySelectorAll("form")) shorten(form);
for (const field of document.querySelectorAll("form.moment input[type=date]")) slider(field);
for (const place of document.querySelectorAll("[data-load]")) load(place);
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form :disabled")) field.disabled = false;
});
