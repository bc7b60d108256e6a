import { byId, clock, element } from "/dom.js";

/** Handoffs in one of these states are over or with people; every other one waits. */
const OVER = ["released", "expired", "closed"];
const TAKEN = ["accepted", "live-agent"];

const list = byId("handoffs");
const cards = new Map();

function fact(name, value, testid) {
  return element("div", {}, element("dt", { text: name }), element("dd", { text: value ?? "none given", "data-testid": testid }));
}

function folded(title, content, testid) {
  return element("details", { "data-testid": testid }, element("summary", { text: title }), content);
}

function transcript(lines) {
  return element(
    "ol",
    { class: "transcript" },
    ...lines.map((line) =>
      element(
        "li",
        {},
        element("span", { class: "from", text: line.from }),
        element("span", { class: "text", text: line.text }),
        element("time", { text: clock(line.at), datetime: line.at }),
      ),
    ),
  );
}

function card(handoff) {
  const over = OVER.includes(handoff.state);
  const waiting = !over && !TAKEN.includes(handoff.state);
  const lines = handoff.transcript ?? [];
  return element(
    "li",
    { class: `card${over ? " over" : ""}`, "data-testid": "handoff-card", "data-id": handoff.handoffId, "data-state": handoff.state ?? "" },
    element(
      "div",
      { class: "head" },
      element("h2", { text: handoff.customer, "data-testid": "customer" }),
      element("span", { class: `state${waiting ? " open" : ""}`, text: handoff.state ?? "unknown", "data-testid": "state" }),
      element("span", { class: "wait", "data-since": handoff.requestedAt, "data-over": String(over), "data-testid": "waiting-time" }),
    ),
    element(
      "dl",
      { class: "facts" },
      fact("Destination", handoff.destination, "destination"),
      fact("Reason", handoff.reason, "reason"),
      fact("Texted to", handoff.number, "number"),
      fact("Agent", handoff.agent, "agent"),
      fact("Queue", handoff.queue, "queue"),
    ),
    element("p", { class: "last", text: handoff.lastCustomerText ?? "", "data-testid": "last-text" }),
    folded(`Transcript (${lines.length})`, transcript(lines), "transcript"),
    folded("Handoff as the agent gave it", element("pre", { text: JSON.stringify(handoff.handoff ?? null, null, 2) }), "raw"),
  );
}

function show(handoffs) {
  const newestFirst = [...handoffs].sort((a, b) => Date.parse(b.requestedAt) - Date.parse(a.requestedAt));
  const shown = newestFirst.map((handoff) => {
    const state = JSON.stringify(handoff);
    const known = cards.get(handoff.handoffId);
    if (known?.state === state) return known.drawn;
    const drawn = card(handoff);
    // What was unfolded stays unfolded.
    drawn.querySelectorAll("details").forEach((part, i) => (part.open = known?.drawn.querySelectorAll("details")[i].open ?? false));
    cards.set(handoff.handoffId, { state, drawn });
    return drawn;
  });
  // Moving a card would close its place and take the focus away, so cards are placed only where they are not yet.
  shown.forEach((drawn, i) => {
    if (list.children[i] !== drawn) list.insertBefore(drawn, list.children[i] ?? null);
  });
  while (list.children.length > shown.length) list.lastElementChild.remove();
  byId("waiting").textContent = handoffs.filter((h) => ![...OVER, ...TAKEN].includes(h.state)).length;
  byId("empty").hidden = shown.length > 0;
  tick();
}

function tick() {
  for (const wait of list.querySelectorAll(".wait")) {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(wait.dataset.since)) / 1000));
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const text = parts[0] > 0 ? `${parts[0]} h ${parts[1]} min` : `${parts[1]}:${String(parts[2]).padStart(2, "0")}`;
    const shown = wait.dataset.over === "true" ? `since ${clock(wait.dataset.since)}` : `waiting ${text}`;
    if (wait.textContent !== shown) wait.textContent = shown;
  }
}

function say(problem) {
  byId("notice").textContent = problem ?? "";
  byId("notice").hidden = !problem;
}

const events = new EventSource("/api/desk/events");
events.addEventListener("desk", (event) => {
  const view = JSON.parse(event.data);
  say(view.problem);
  if (view.items) show(view.items);
});
events.addEventListener("error", () => say("The connection to the sandbox is lost. Trying again…"));
setInterval(tick, 1000);
