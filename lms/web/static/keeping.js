// What all forms that keep themselves share: saying where the eyes are that something is not saved,
// and going on after signing in again in another tab. What is typed is written into no store of the
// browser: on a shared computer the next person could read it there.
export const AGAIN = 5000 // milliseconds before trying again

// Says how saving went; what is not saved stands at the edge of the window until it is.
export function say (status, text, wrong = false) {
  status.classList.toggle('cadre-not-saved', wrong)
  if (status.textContent !== text) status.textContent = text
}

// Sends a draft. Whose session ended is told so, and sent again once the same person is signed in.
export async function put (form, address, body, keepalive) {
  const sent = await once(form, address, body, keepalive)
  if (sent.response.status !== 400 || !sent.said.csrf_token) return sent
  for (const token of document.querySelectorAll('[name=csrf_token]')) token.value = sent.said.csrf_token
  return once(form, address, body, keepalive)
}

async function once (form, address, body, keepalive) {
  const response = await fetch(address, {
    method: 'PUT',
    keepalive: keepalive && body.length < 60000, // a browser carries only so much beyond the end of a page
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': form.elements.csrf_token.value },
    body
  })
  return { response, said: await response.json().catch(() => ({})) }
}

// Asks before a page is left whose form holds what is not saved; ``unsaved`` says whether it does.
export function guard (form, unsaved) {
  let sending = false
  form.addEventListener('submit', () => { sending = true })
  window.addEventListener('pageshow', () => { sending = false })
  window.addEventListener('beforeunload', event => { if (!sending && unsaved()) event.preventDefault() })
}
