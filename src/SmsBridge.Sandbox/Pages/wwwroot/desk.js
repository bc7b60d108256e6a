import * as api from "/desk-api.js";
import { focusedId, isOver, move, showList, tickList } from "/desk-list.js";
import { isUnderWay, showTalk, tickTalk } from "/desk-talk.js";
import { byId } from "/dom.js";

/** Texts of the agent have no events of their own: while one is under way, the thread is read again so often, for a while. */
const LOOK_EVERY = 2000;
const LOOKS = 30;

const handoffs = new Map();
const news = new Map();
const name = byId("name");
const dialog = byId("release-dialog");
let messages = null;
let asked = 0;
let looks = 0;
/** The text that is being sent, with its id: sent again after a fault, it is still the same text. */
let unsent = null;

const myName = () => name.value.trim() || "Desk";
const openId = () => location.hash.slice(1);
const open = () => handoffs.get(openId());

/** The control tokens survive a reload of the page, not its end. */
const tokens = JSON.parse(sessionStorage.getItem("desk-tokens") ?? "{}");
const isMine = (handoff) => handoff.state === "accepted" && handoff.handoffId in tokens;

function keep(id, token) {
  if (token) tokens[id] = token;
  else delete tokens[id];
  sessionStorage.setItem("desk-tokens", JSON.stringify(tokens));
}

function say(problem) {
  byId("notice").textContent = problem ?? "";
  byId("notice").hidden = !problem;
}

function show() {
  showList([...handoffs.values()], news, isMine, openId());
  showTalk(open(), messages, !!open() && isMine(open()));
}

/** Answers may overtake each other; an older one does not replace a newer. */
const latest = new Map();
async function read(key, call, use) {
  const mine = ++asked;
  const answer = await call();
  if ((latest.get(key) ?? 0) > mine) return;
  latest.set(key, mine);
  use(answer);
}

const readHandoff = (id) => read(id, () => api.readHandoff(id), (handoff) => handoffs.set(id, handoff));

async function readTexts() {
  const handoff = open();
  if (!handoff) return;
  await read(handoff.threadId, () => api.readThread(handoff.threadId), (thread) => {
    if (openId() === handoff.handoffId) messages = thread.messages;
  });
}

async function refresh(id) {
  await readHandoff(id);
  if (isOver(handoffs.get(id))) keep(id, null);
  if (id === openId()) {
    looks = LOOKS;
    await readTexts();
  }
  show();
}

async function readAll() {
  const mine = ++asked;
  const older = (id) => (latest.get(id) ?? 0) < mine;
  const [now, ended] = await Promise.all([api.listHandoffs("waiting,accepted", 500), api.listHandoffs("released,expired", 20)]);
  for (const id of [...handoffs.keys()].filter(older)) handoffs.delete(id);
  for (const handoff of [...now, ...ended]) if (older(handoff.handoffId)) handoffs.set(handoff.handoffId, handoff);
  if (openId() && !handoffs.has(openId())) await readHandoff(openId()).catch(() => {});
  await readTexts();
  show();
}

async function opened({ focus = true } = {}) {
  messages = null;
  if (news.has(openId())) news.set(openId(), { text: news.get(openId()).text });
  looks = LOOKS;
  byId("facts").open = matchMedia("(min-width: 52rem)").matches;
  show();
  if (open()) {
    await readTexts();
    show();
    if (focus) byId("customer").focus();
  } else if (focus) move(1);
}

/** What happens to a call that the bridge refuses, in words. */
async function refused(id, problem) {
  const words = {
    "stale-control-token": "Somebody else has taken over this conversation. Take it over to answer again.",
    "handoff-over": "This handoff is over: the agent answers the customer again.",
    "opted-out": "The customer has opted out. Nothing can be sent to them.",
  };
  say(words[problem.code] ?? problem.message);
  if (problem.code === "stale-control-token" || problem.code === "handoff-over") keep(id, null);
  await refresh(id).catch(() => {});
}

async function acting(id, act) {
  try {
    say();
    await act();
    await refresh(id);
  } catch (problem) {
    await refused(id, problem);
  }
}

async function accept(id) {
  const handoff = handoffs.get(id);
  if (!handoff || isOver(handoff) || isMine(handoff)) return;
  await acting(id, async () => keep(id, (await api.accept(id, myName())).controlToken));
  if (openId() !== id) {
    history.pushState(null, "", `#${id}`);
    await opened({ focus: false });
  }
  if (handoffs.has(id) && isMine(handoffs.get(id))) byId("reply").focus();
}

async function send() {
  const [id, text] = [openId(), byId("reply").value.trim()];
  if (!text || !tokens[id]) return;
  if (unsent?.text !== text || unsent.id !== id) unsent = { id, text, clientMessageId: crypto.randomUUID() };
  byId("reply").value = "";
  await acting(id, async () => {
    try {
      await api.reply(id, text, unsent.clientMessageId, tokens[id]);
      unsent = null;
    } catch (problem) {
      byId("reply").value = text;
      throw problem;
    }
  });
}

async function release() {
  const reason = dialog.querySelector("input[name=reason]:checked").value || byId("other").value.trim() || "other";
  const id = openId();
  await acting(id, async () => {
    await api.release(id, reason, tokens[id]);
    keep(id, null);
  });
  byId("customer").focus();
}

function onEvent(event) {
  const { handoffId, acceptedBy } = event.data;
  if (event.type.endsWith(".accepted.v1") && tokens[handoffId] && acceptedBy && acceptedBy !== myName()) {
    keep(handoffId, null);
    if (handoffId === openId()) say(`${acceptedBy} has taken over this conversation.`);
  }
  if (event.type.endsWith(".message.v1")) news.set(handoffId, { text: event.data.text, unread: handoffId !== openId() });
  refresh(handoffId).catch((problem) => say(problem.message));
}

function onKey(event) {
  const typing = event.target.closest("input, textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const inTexts = event.target.id === "scroll" && event.key.startsWith("Arrow");
  if (inTexts) return;
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step) move(step);
  else if (event.key === "a") accept(focusedId() ?? openId());
  else return;
  event.preventDefault();
}

name.value = sessionStorage.getItem("desk-name") ?? "Desk";
name.addEventListener("change", () => sessionStorage.setItem("desk-name", name.value));
addEventListener("hashchange", () => opened());
document.addEventListener("keydown", onKey);
byId("queue").addEventListener("click", (event) => {
  const id = event.target.closest(".item")?.dataset.id;
  if (!id) return;
  if (id === openId()) byId("customer").focus();
  else location.hash = id;
});
byId("accept").addEventListener("click", () => accept(openId()));
byId("release").addEventListener("click", () => dialog.showModal());
byId("release-cancel").addEventListener("click", () => dialog.close());
byId("release-form").addEventListener("submit", () => release());
byId("other").addEventListener("input", () => (byId("other-chosen").checked = true));
byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
byId("reply").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});

api.follow({
  onOpen: () => readAll().then(() => say(), (problem) => say(problem.message)),
  onEvent,
  onLost: () => say("The connection to the bridge is lost. Trying again…"),
});
setInterval(() => {
  tickList();
  tickTalk(open());
}, 1000);
setInterval(() => {
  if (!messages || looks === 0 || !isUnderWay(messages)) return;
  looks--;
  readTexts().then(show, () => {});
}, LOOK_EVERY);
opened({ focus: false });
