import { byId, clock, element, pretty, ticks } from "/dom.js";
import { duration, isOver } from "/desk-list.js";

const AUTHORS = { customer: "Customer", agent: "Agent", "live-agent": "Desk", bridge: "Bridge" };
const STATUSES = {
  received: "Received",
  answered: "Answered",
  ignored: "Ignored",
  queued: "On its way",
  sending: "On its way",
  accepted: "On its way",
  unknown: "Unclear whether it was sent",
  sent: "Sent",
  delivered: "Delivered",
  undelivered: "Not delivered",
  failed: "Failed",
  canceled: "Canceled",
};
/** A text in one of these states still changes by itself. */
const UNDER_WAY = ["queued", "sending", "unknown", "accepted", "sent"];

const texts = byId("texts");
const scroll = byId("scroll");
let drawn = new Map();
let drawnFor;

/** Beside the state, which says what it is that lasts. */
const since = (handoff) => (handoff.state === "waiting" ? `for ${duration(handoff.requestedAt)}` : `since ${clock(handoff.requestedAt)}`);

const fact = (name, value) => element("div", {}, element("dt", { text: name }), element("dd", { text: value }));

function earlier(handoff) {
  const how = [handoff.reason, handoff.outcome ?? handoff.endReason].filter(Boolean).join(", ");
  const on = new Date(handoff.requestedAt).toLocaleDateString([], { day: "numeric", month: "short" });
  return element("li", { text: `${on} ${clock(handoff.requestedAt)}: ${how}` });
}

function showFacts(handoff) {
  byId("summary").textContent = handoff.summary ?? "";
  const known = [
    ["Reason", handoff.reason],
    ["Priority", handoff.priority],
    ["Destination", handoff.destination],
    ["Queue", handoff.queue],
    ["Texted to", pretty(handoff.number)],
    ["Agent", handoff.agent],
    ["Language", handoff.language],
    ["First contact", handoff.firstContactAt && clock(handoff.firstContactAt)],
    ["Accepted by", handoff.acceptedBy],
    ["Ended", handoff.endReason],
  ].filter(([, value]) => value !== null && value !== undefined && value !== "");
  byId("fact-list").replaceChildren(...known.map(([name, value]) => fact(name, value)));
  byId("previous").replaceChildren(...(handoff.previousHandoffs ?? []).map(earlier));
}

function status(message) {
  const failed = ["failed", "undelivered", "canceled"].includes(message.status);
  const words = element("span", { class: "meta" });
  words.append(`${AUTHORS[message.author] ?? message.author} · `, element("time", { text: clock(message.at), datetime: message.at }));
  if (message.direction === "out" || failed) {
    words.append(
      " · ",
      element("span", { class: "ticks", text: ticks(message.status), "aria-hidden": "true" }),
      element("span", { text: STATUSES[message.status] ?? message.status, "data-testid": "text-status" }),
    );
  }
  const why = failed && message.error?.text ? [element("span", { class: "why", text: message.error.text })] : [];
  return [words, ...why];
}

function bubble(message) {
  const made = element("li", {
    class: `bubble ${message.author}`,
    "data-testid": `text-${message.author}`,
    "data-id": message.id,
    "data-status": message.status,
  });
  made.append(element("p", { text: message.text, class: message.text ? "" : "blank" }), ...status(message));
  return made;
}

/** Texts come in order and stay, so that only new ones are added and only the line below a text changes: screen readers read each once. */
function showTexts(handoff, messages) {
  if (drawnFor !== handoff.handoffId) {
    drawnFor = handoff.handoffId;
    drawn = new Map();
    texts.replaceChildren();
  }
  const atEnd = drawn.size === 0 || scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  for (const message of messages) {
    const known = drawn.get(message.id);
    if (known) {
      if (known.dataset.status === message.status) continue;
      known.dataset.status = message.status;
      while (known.children.length > 1) known.lastElementChild.remove();
      known.append(...status(message));
      continue;
    }
    if (!texts.querySelector(".mark") && Date.parse(message.at) > Date.parse(handoff.requestedAt)) texts.append(mark(handoff));
    drawn.set(message.id, bubble(message));
    texts.append(drawn.get(message.id));
  }
  if (!texts.querySelector(".mark") && messages.length > 0) texts.append(mark(handoff));
  if (atEnd) scroll.scrollTop = scroll.scrollHeight;
}

const mark = (handoff) => element("li", { class: "mark", text: `Handed over at ${clock(handoff.requestedAt)}` });

/** Shows the open handoff. Null messages: not read yet. */
export function showTalk(handoff, messages, mine) {
  byId("talk").hidden = !handoff;
  byId("nothing").hidden = !!handoff;
  document.body.classList.toggle("open", !!handoff);
  if (!handoff) return;
  byId("customer").textContent = pretty(handoff.customer);
  byId("state").textContent = mine ? "yours" : handoff.state === "accepted" && handoff.acceptedBy ? `with ${handoff.acceptedBy}` : handoff.state;
  byId("state").dataset.state = mine ? "mine" : handoff.state;
  byId("since").textContent = since(handoff);
  byId("accept").hidden = mine || isOver(handoff);
  byId("accept").textContent = handoff.state === "accepted" ? "Take over" : "Accept";
  byId("release").hidden = !mine;
  byId("reply").disabled = byId("send").disabled = !mine;
  byId("reply").placeholder = mine ? "Reply…  (Enter sends)" : isOver(handoff) ? "The handoff is over" : "Accept to reply";
  showFacts(handoff);
  if (messages) showTexts(handoff, messages);
  else if (drawnFor !== handoff.handoffId) texts.replaceChildren();
}

export const isUnderWay = (messages) => messages.some((m) => m.direction === "out" && UNDER_WAY.includes(m.status));

export function tickTalk(handoff) {
  if (handoff && byId("since").textContent !== since(handoff)) byId("since").textContent = since(handoff);
}
