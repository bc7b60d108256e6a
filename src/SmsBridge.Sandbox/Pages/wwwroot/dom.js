/** Makes an element; text is always set as text, never as markup. */
export function element(tag, { text, ...properties } = {}, ...children) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export const byId = (id) => document.getElementById(id);

export const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

export const day = (at) => new Date(at).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });

/** A North American number as people write it; every other address as it is. */
export function pretty(address) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(address);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : address;
}

/** 0 ticks while under way, one when the network has it, two when it arrived. */
export const ticks = (status) => (status === "delivered" ? "✓✓" : status === "sent" ? "✓" : "");
