// Keeps what is marked with data-live fresh, by asking for the same page again. Without this file everything works but that.
const every = 4000;
const state = document.getElementById("live-state");
const live = () => [...document.querySelectorAll("[data-live][id]")];

function say(word, good) {
  if (!state) return;
  state.hidden = false;
  state.classList.toggle("bad", !good);
  if (state.textContent !== word) state.textContent = word;
}

// What somebody is typing in, or has opened, is left alone.
const inUse = (part) =>
  part.querySelector("details[open]") !== null ||
  (part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea, button, summary"));

function place(part) {
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  return () => focused && [...part.ownerDocument.getElementById(part.id).querySelectorAll("a")].find((a) => a.getAttribute("href") === focused)?.focus();
}

async function refresh() {
  if (document.hidden || live().length === 0) return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Console-Live": "1" }, cache: "no-store" });
    if (answer.status === 401) return location.reload();
    if (!answer.ok) return say(`not updating: ${answer.status === 503 ? "the database does not answer" : answer.status}`, false);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of live()) {
      const now = fresh.getElementById(part.id);
      if (!now || now.isEqualNode(part) || inUse(part)) continue;
      const refocus = place(part);
      const atEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 40;
      part.replaceWith(document.adoptNode(now));
      refocus();
      if (atEnd && now.querySelector(".transcript")) window.scrollTo(0, document.body.scrollHeight);
    }
    say("live", true);
  } catch {
    say("not updating: the bridge does not answer", false);
  }
}

// On a phone the menu is wider than the screen.
document.querySelector("nav a[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

// A page that answered a form must not be asked for again.
if (live().length > 0 && document.body.dataset.method === "get") {
  say("live", true);
  setInterval(refresh, every);
  document.addEventListener("visibilitychange", refresh);
}
