// Receives the events of a queue of type "webhook" (signed after standardwebhooks.com) and answers the customer until they say bye.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const { BRIDGE_URL = "http://127.0.0.1:8081", BRIDGE_KEY, WEBHOOK_SECRET, PORT = "9000" } = process.env;
if (!BRIDGE_KEY || !WEBHOOK_SECRET) throw new Error("Set BRIDGE_KEY and WEBHOOK_SECRET.");
const secret = Buffer.from(WEBHOOK_SECRET.replace(/^whsec_/, ""), "base64");
const done = new Set(); // Ids of handled events: the same one may come again. A real desk keeps them in its database.
const tokens = new Map(); // Control tokens by handoff.

function isGenuine(headers, body) {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures = "" } = headers;
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) return false; // Older than 5 minutes: somebody plays it back.
  const expected = createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(body).digest();
  return signatures.split(" ").some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ""), "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

async function call(handoffId, what, body) {
  const answer = await fetch(`${BRIDGE_URL}/api/v1/handoffs/${handoffId}/${what}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${BRIDGE_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (answer.status === 409) return console.log(`${what}: ${json.code}`); // Over, opted out, or somebody else has it now.
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${json.detail}`);
  return json;
}

async function handle({ id, type, data: { handoffId, text } }) {
  console.log(`${type} ${id}`);
  if (!/\.(requested|message)\.v1$/.test(type)) return;
  if (!tokens.has(handoffId)) tokens.set(handoffId, (await call(handoffId, "accept", { acceptedBy: "webhook-receiver" }))?.controlToken);
  const controlToken = tokens.get(handoffId);
  if (!controlToken) return tokens.delete(handoffId);
  if (/^\W*bye\b/i.test(text ?? "")) return call(handoffId, "release", { reason: "customer-said-bye", controlToken });
  const answer = text === undefined ? "Hello, a person is here now. Text bye to go back to the agent." : `You wrote: ${text}`;
  await call(handoffId, "messages", { text: answer, clientMessageId: id, controlToken }); // The same id again sends nothing again.
}

async function receive(request) {
  const body = Buffer.concat(await request.toArray());
  const id = request.headers["webhook-id"];
  if (!isGenuine(request.headers, body)) return 401;
  if (!done.has(id)) await handle(JSON.parse(body));
  done.add(id);
  return 204;
}

const server = createServer(async (request, response) => {
  const status = await receive(request).catch((problem) => console.error(problem.message) ?? 500); // Then it comes again later.
  response.writeHead(status).end();
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}/`));
