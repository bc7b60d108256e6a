/** The bridge's documented API, as a contact centre would use it. The sandbox's server adds the API key. */

/** What the bridge refused, in its own words; `code` tells what kind of refusal it is. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The bridge answers ${status}.`);
    this.status = status;
    this.code = problem.code;
  }
}

async function call(method, path, body) {
  const answer = await fetch(`/api/desk${path}`, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(answer.status, json);
  return json;
}

export const listHandoffs = async (states, limit) => (await call("GET", `/handoffs?state=${states}&limit=${limit}`)).items;
export const readHandoff = (id) => call("GET", `/handoffs/${id}`);
export const readThread = (id) => call("GET", `/threads/${id}`);
export const accept = (id, acceptedBy) => call("POST", `/handoffs/${id}/accept`, { acceptedBy });
export const reply = (id, text, clientMessageId, controlToken) =>
  call("POST", `/handoffs/${id}/messages`, { text, clientMessageId, controlToken });
export const release = (id, reason, controlToken) => call("POST", `/handoffs/${id}/release`, { reason, controlToken });

const TYPES = ["requested", "accepted", "message", "delivery", "released", "expired"].map((name) => `smsbridge.handoff.${name}.v1`);

/**
 * Follows the stream of all events. A browser resumes by itself after a broken connection, with the last event's id; after an error answer it gives
 * up, so that this begins again at the same place.
 */
export function follow({ onOpen, onEvent, onLost }) {
  let last;
  const open = () => {
    const events = new EventSource(`/api/desk/handoffs/events${last ? `?after=${last}` : ""}`);
    events.addEventListener("open", onOpen);
    for (const type of TYPES) {
      events.addEventListener(type, (event) => {
        last = event.lastEventId;
        onEvent(JSON.parse(event.data));
      });
    }
    events.addEventListener("error", () => {
      onLost();
      if (events.readyState === EventSource.CLOSED) setTimeout(open, 2000);
    });
  };
  open();
}
