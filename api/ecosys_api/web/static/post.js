// The event of the form is posted with a key. The key is in its field alone: it has no name and is in
// no form, so that no address, no history and no storage ever has it, and it goes with the page.
const place = document.querySelector("[data-post]");
const key = place?.querySelector("input"), button = place?.querySelector("button");
const told = document.getElementById("posted");
const attempts = new Map();

// The event, once it was checked and nothing is wrong with it.
function ready() {
  return document.querySelector("#json[data-ready]")?.textContent;
}

// A name for what is posted: sent again after a silence it is the same, and not written twice.
function attempt(body) {
  if (!attempts.has(body)) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    attempts.set(body, Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
  }
  return attempts.get(body);
}

function say(kind, ...parts) {
  const line = document.createElement("p");
  line.className = kind;
  line.append(...parts);
  told.replaceChildren(line);
}

function written({ data: [event] }) {
  const link = document.createElement("a");
  link.href = place.dataset.event + event.id.split("/").map(encodeURIComponent).join("/");
  link.textContent = event.id;
  const how = event.new ? "Recorded" : "It was recorded before, and is not written twice";
  say("", `${how}: `, link, `, at position ${event.position} of the log.`);
}

// What is wrong, each fault at its field: the place `event.components[0].amount` is a name here.
function refused(problem, wait) {
  const later = wait ? ` Try again in ${wait} seconds.` : "";
  say("bad", `${problem.title} (${problem.status}). ${problem.detail} ${problem.hint ?? ""}${later}`);
  for (const { parameter, message } of problem.errors ?? []) {
    const name = parameter.replace(/\[(\d+)\]/g, ".$1");
    const note = document.getElementById(`note-${name}`);
    if (note) note.textContent = message;
  }
}

async function post() {
  const body = ready();
  if (!body) return;
  if (!/^[!-~]+$/.test(key.value.trim())) {
    say("bad", "Posting needs a key. Who operates this server makes one.");
    return key.focus();
  }
  button.disabled = true;
  say("", "Posting …");
  try {
    const reply = await fetch(place.dataset.post, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${key.value.trim()}`,
        "Content-Type": "application/json",
        "Idempotency-Key": attempt(body),
      },
      body,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
    });
    const answer = await reply.json();
    if (reply.ok) written(answer);
    else refused(answer, reply.headers.get("Retry-After"));
  } catch {
    say("bad", "No answer came, so it may be recorded or not. Post it again: it is written once.");
  } finally {
    button.disabled = false;
  }
}

function offer() {
  place.hidden = !ready();
  button.disabled = false;
}

if (place) {
  button.addEventListener("click", post);
  key.addEventListener("keydown", (pressed) => pressed.key === "Enter" && post());
  document.addEventListener("checked", offer);
  // What was changed since is checked first.
  document.querySelector("[data-check]").addEventListener("input", () => (button.disabled = true));
  addEventListener("pagehide", () => (key.value = ""));
  offer();
}
