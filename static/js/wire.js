// What scripts that speak with the server share: names made here, and the token the server asks for.

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20, 32].map((end, place, ends) => hex.slice(ends[place - 1] || 0, end)).join("-");
}

// After signing in again in another window the page's own token is an old one; the cookie holds the present one.
export function token() {
  const kept = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return kept ? kept.slice("csrftoken=".length) : document.querySelector("input[name=csrfmiddlewaretoken]").value;
}
