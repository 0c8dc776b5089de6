// The form is checked as it is filled in, by the rules of the server: it is asked for the page that
// has the form as it stands, and what that says of it takes the place of what was said before.
const PAUSE = 400;

function address(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.action}?${new URLSearchParams(filled)}`;
}

// What the new page says, and the empty rows that it has more of.
function take(page) {
  for (const place of document.querySelectorAll("[data-checked]")) {
    const now = page.getElementById(place.id);
    if (now && now.innerHTML !== place.innerHTML) place.innerHTML = now.innerHTML;
  }
  for (const rows of document.querySelectorAll("[data-rows]")) {
    const now = page.getElementById(rows.id);
    if (now) rows.append(...[...now.children].slice(rows.children.length));
  }
  offer();
  document.dispatchEvent(new Event("checked"));
}

// Without a script there is nothing that could copy.
function offer() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
}

for (const form of document.querySelectorAll("[data-check]")) {
  let waiting, asked = 0;
  async function check() {
    const number = ++asked;
    const to = address(form);
    const reply = await fetch(to);
    if (!reply.ok || number !== asked) return;
    take(new DOMParser().parseFromString(await reply.text(), "text/html"));
    history.replaceState(null, "", to);
  }
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(check, PAUSE);
  });
}
document.addEventListener("click", async ({ target }) => {
  const place = target.closest?.("[data-copy]")?.dataset.copy;
  if (!place) return;
  await navigator.clipboard.writeText(document.getElementById(place).textContent);
  target.textContent = "Copied";
});
offer();
