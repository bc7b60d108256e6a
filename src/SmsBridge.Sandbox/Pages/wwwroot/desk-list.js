import { byId, clock, element, pretty } from "/dom.js";

const GROUPS = ["waiting", "mine", "others", "ended"];
const queue = byId("queue");
const rows = new Map();

export const isOver = (handoff) => !["waiting", "accepted"].includes(handoff.state);

/** 0:07, 12:40, 3 h 5 min. */
export function duration(since) {
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(since)) / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

/** How long a customer has waited, or since when something else is so. */
export const since = (handoff) =>
  handoff.state === "waiting" ? `waiting ${duration(handoff.requestedAt)}` : `since ${clock(handoff.requestedAt)}`;

function row(id) {
  const button = element("button", { type: "button", class: "item", "data-testid": "handoff-card", "data-id": id, tabindex: "-1" });
  return { item: element("li", {}, button), button };
}

function fill(button, handoff, news) {
  button.dataset.state = handoff.state;
  button.toggleAttribute("data-unread", !!news?.unread);
  const line = element("span", { class: "line" });
  line.append(
    element("strong", { text: pretty(handoff.customer) }),
    ...(news?.unread ? [element("span", { class: "unread", text: "new" })] : []),
    element("time", { class: "wait", "data-testid": "waiting-time", text: since(handoff) }),
  );
  const about = [handoff.priority && `priority ${handoff.priority}`, handoff.reason, handoff.destination].filter(Boolean);
  button.replaceChildren(
    line,
    element("span", { class: "last", text: news?.text ?? handoff.lastCustomerText ?? "", "data-testid": "last-text" }),
    element("span", { class: "about", text: about.join(" · "), "data-testid": "reason" }),
  );
}

/** Waiting ones by how long they wait; the others newest first. */
const inOrder = (group) => (a, b) =>
  (group === "waiting" ? 1 : -1) * (Date.parse(a.requestedAt) - Date.parse(b.requestedAt)) || a.handoffId.localeCompare(b.handoffId);

/** @param news by handoff, what its customer wrote since: `text`, and whether it is `unread`. */
export function showList(handoffs, news, isMine, openId) {
  const focused = queue.contains(document.activeElement) ? document.activeElement : null;
  const groupOf = (h) => (isOver(h) ? "ended" : h.state === "waiting" ? "waiting" : isMine(h) ? "mine" : "others");
  for (const group of GROUPS) {
    const list = byId(`group-${group}`).querySelector("ul");
    const wanted = handoffs.filter((h) => groupOf(h) === group).sort(inOrder(group));
    byId(`group-${group}`).hidden = wanted.length === 0;
    wanted.forEach((handoff, i) => {
      if (!rows.has(handoff.handoffId)) rows.set(handoff.handoffId, row(handoff.handoffId));
      const known = rows.get(handoff.handoffId);
      const latest = news.get(handoff.handoffId);
      if (known.shown !== handoff || known.news !== latest) fill(known.button, handoff, latest);
      known.shown = handoff;
      known.news = latest;
      if (handoff.handoffId === openId) known.button.setAttribute("aria-current", "true");
      else known.button.removeAttribute("aria-current");
      if (list.children[i] !== known.item) list.insertBefore(known.item, list.children[i] ?? null);
    });
    while (list.children.length > wanted.length) list.lastElementChild.remove();
  }
  byId("empty").hidden = handoffs.length > 0;
  const waiting = String(handoffs.filter((h) => h.state === "waiting").length);
  // Written only when it changes: it is read aloud.
  if (byId("waiting-count").textContent !== waiting) byId("waiting-count").textContent = waiting;
  // An element that was moved has lost the focus.
  if (focused?.isConnected && document.activeElement !== focused) focused.focus();
  oneTabStop();
}

const shownItems = () => [...queue.querySelectorAll(".item")].filter((item) => item.checkVisibility());

/** The list is one stop for the Tab key; the arrow keys move inside. */
function oneTabStop() {
  const items = shownItems();
  const stop = items.find((i) => i === document.activeElement) ?? items.find((i) => i.hasAttribute("aria-current")) ?? items[0];
  for (const item of queue.querySelectorAll(".item")) item.tabIndex = item === stop ? 0 : -1;
}

/** Moves the focus; from outside the list it goes to its first or last item. */
export function move(step) {
  const items = shownItems();
  const at = items.indexOf(document.activeElement);
  const to = at < 0 ? (step > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + step, 0), items.length - 1);
  items[to]?.focus();
  oneTabStop();
}

export const focusedId = () => document.activeElement?.closest?.(".item")?.dataset.id;

export function tickList() {
  for (const { button, shown } of rows.values()) {
    const wait = button.querySelector(".wait");
    if (wait.textContent !== since(shown)) wait.textContent = since(shown);
  }
}

byId("group-ended").addEventListener("toggle", oneTabStop);
