import { byId, clock, day, element, pretty, ticks } from "/dom.js";

const QUESTIONS = [
  "What is your return policy?",
  "When are you open?",
  "Where is my order?",
  "Show me your terms",
  "I want to talk to a human",
  "Bye",
];
const KEYWORDS = ["STOP", "START", "HELP"];
const STATUS_WORDS = {
  sending: "Sending…",
  failed: "Not sent",
  delivered: "Delivered",
  undelivered: "Undelivered",
  queued: "On its way",
  accepted: "On its way",
  sent: "Sent",
};

const me = byId("me");
const number = byId("number");
const thread = byId("thread");
const scroll = byId("scroll");
const message = byId("message");
const notice = byId("notice");

let bubbles = new Map();
let events;

function say(problem) {
  notice.textContent = problem ?? "";
  notice.hidden = !problem;
}

function draw(bubble) {
  const failed = ["failed", "undelivered"].includes(bubble.status);
  const meta = element("span", { class: "meta" });
  meta.append(
    element("time", { text: clock(bubble.at), datetime: bubble.at }),
    " · ",
    element("span", { class: "ticks", text: ticks(bubble.status), "aria-hidden": "true" }),
    " ",
    element("span", { text: STATUS_WORDS[bubble.status] ?? bubble.status, "data-testid": "bubble-status" }),
  );
  const text = element("p", { text: bubble.text, class: bubble.text ? "" : "blank" });
  const side = element("span", { class: "hidden-text", text: bubble.side === "out" ? "You: " : "Reply: " });
  const drawn = element(
    "li",
    {
      class: `bubble ${bubble.side}${failed ? " failed" : ""}`,
      "data-testid": `bubble-${bubble.side}`,
      "data-status": bubble.status,
      "data-sid": bubble.sid,
    },
    side,
    text,
    meta,
  );
  if (bubble.error) drawn.append(element("span", { class: "why", text: bubble.error, "data-testid": "bubble-error" }));
  return drawn;
}

function show(bubble) {
  const known = bubbles.get(bubble.sid);
  const drawn = draw(bubble);
  byId("empty").hidden = true;
  if (known) {
    // Only the state line changes, so that a screen reader does not read the text again.
    known.className = drawn.className;
    known.dataset.status = bubble.status;
    while (known.children.length > 2) known.lastElementChild.remove();
    known.append(...[...drawn.children].slice(2));
    return;
  }
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  const today = day(bubble.at);
  if (thread.dataset.day !== today) {
    thread.append(element("li", { class: "day", text: today }));
    thread.dataset.day = today;
  }
  thread.append(drawn);
  bubbles.set(bubble.sid, drawn);
  if (atEnd || bubble.side === "out") scroll.scrollTop = scroll.scrollHeight;
}

function open() {
  events?.close();
  bubbles = new Map();
  thread.replaceChildren();
  delete thread.dataset.day;
  byId("empty").hidden = false;
  byId("contact").textContent = number.selectedOptions[0]?.textContent ?? "No number is connected";
  byId("presence").textContent = `${pretty(number.value)} · simulated`;
  sessionStorage.setItem("phone", JSON.stringify([me.value, number.value]));
  const query = new URLSearchParams({ customer: me.value, number: number.value });
  events = new EventSource(`/api/phone/events?${query}`);
  events.addEventListener("bubble", (event) => show(JSON.parse(event.data)));
  events.addEventListener("open", () => say());
  events.addEventListener("error", () => say("The connection to the sandbox is lost. Trying again…"));
}

async function send() {
  const body = message.value.trim();
  if (!body || !number.value) return;
  message.value = "";
  count();
  try {
    const answer = await fetch("/api/phone/texts", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ from: me.value, to: number.value, body }),
    });
    if (!answer.ok) throw new Error((await answer.json()).title);
    say();
  } catch (problem) {
    message.value = body;
    say(`The text was not sent: ${problem.message}`);
  }
  message.focus();
}

function count() {
  const length = message.value.length;
  byId("count").textContent = length > 140 ? `${length} of 1600 characters` : "";
}

function picker(text) {
  const button = element("button", { type: "button", class: "pick", text, "data-testid": "pick" });
  button.addEventListener("click", () => {
    message.value = text;
    count();
    message.focus();
  });
  return button;
}

async function start() {
  const setup = await (await fetch("/api/phone")).json();
  me.append(...setup.customers.map((c) => element("option", { value: c, text: pretty(c) })));
  // The number itself stands under the heading; here only where it tells equal names apart.
  const isName = (n) => n.label !== n.number && setup.numbers.filter((other) => other.label === n.label).length === 1;
  number.append(...setup.numbers.map((n) => element("option", { value: n.number, text: isName(n) ? n.label : pretty(n.number) })));
  byId("questions").append(...QUESTIONS.map((q) => element("li", {}, picker(q))));
  byId("keywords").append(...KEYWORDS.map((k) => element("li", {}, picker(k))));
  byId("commands-part").hidden = setup.commands.length === 0;
  byId("commands").append(
    ...setup.commands.map((c) => element("tr", {}, element("td", {}, picker(c.text)), element("td", { text: c.does }))),
  );
  // Links may name the phone and the number: /?me=%2B14155550101&number=%2B14155550199
  const asked = new URLSearchParams(location.search);
  const last = JSON.parse(sessionStorage.getItem("phone") ?? "[]");
  const lastMe = asked.get("me") ?? last[0];
  const lastNumber = asked.get("number") ?? last[1];
  if (setup.customers.includes(lastMe)) me.value = lastMe;
  if (setup.numbers.some((n) => n.number === lastNumber)) number.value = lastNumber;
  if (setup.numbers.length === 0) say("No number is connected to the sandbox yet. Reload when the bridge has started.");
  open();
  if (matchMedia("(min-width: 52rem)").matches) message.focus();
}

me.addEventListener("change", open);
number.addEventListener("change", open);
message.addEventListener("input", count);
message.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});
byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

start().catch(() => say("The sandbox does not answer. Is it still running?"));
