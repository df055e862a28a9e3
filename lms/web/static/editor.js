// While a tutor types: keeps the text as a draft, lays it out again, lists its problems, and takes
// the cursor to a line.
import { AGAIN, guard, put, say } from './keeping.js'

const PAUSE = 600
const WAIT = 1200 // milliseconds after the last key until the text is kept
const LONGEST = 3500 // milliseconds after the first key that is not kept yet

const form = document.querySelector('[data-editor]')
const preview = document.getElementById('preview')
const text = form && form.elements.text

let waiting
let latest = 0

function lookLater () {
  clearTimeout(waiting)
  waiting = setTimeout(look, PAUSE)
}

async function look () {
  const mine = ++latest
  const body = new FormData()
  body.append('csrf_token', form.elements.csrf_token.value)
  body.append('path', form.dataset.path)
  body.append('text', text.value)
  let response
  try {
    response = await fetch(form.dataset.preview, { method: 'POST', body, credentials: 'same-origin' })
  } catch {
    return // away from the network: the text stays, and the next change looks again
  }
  if (response.ok && mine === latest) {
    preview.innerHTML = await response.text()
  }
}

function goTo (line) {
  const lines = text.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
  const end = start + (lines[line - 1] || '').length
  text.focus()
  text.setSelectionRange(start, end)
  const height = text.scrollHeight / Math.max(lines.length, 1)
  text.scrollTop = Math.max(0, height * (line - 5))
}

function keep () {
  const status = form.querySelector('[data-draft-status]')
  const again = form.hasAttribute('data-unsaved')
  let timer, first, saving, stopped, pressed
  let kept = again ? undefined : text.defaultValue

  text.addEventListener('input', later)
  form.addEventListener('submit', submitting)
  window.addEventListener('pageshow', event => { if (event.persisted) stopped = false })
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(true) })
  guard(form, () => text.value !== kept)
  if (again) say(status, 'Not saved yet.', true)
  else later()

  function later () {
    if (stopped || text.value === kept) return
    first ??= Date.now()
    clearTimeout(timer)
    timer = setTimeout(save, Math.max(0, Math.min(WAIT, first + LONGEST - Date.now())))
  }

  async function save (leaving = false) {
    const now = text.value
    if (stopped || saving || now === kept) return
    saving = true
    first = undefined
    let wait
    try {
      wait = await send(now, leaving === true)
    } catch {
      say(status, 'Not saved: there is no connection. We keep trying; leave this page open.', true)
      wait = AGAIN
    }
    saving = false
    if (pressed) form.requestSubmit(pressed)
    else if (wait) timer = setTimeout(save, wait)
    else later()
  }

  // A draft on its way arrives first: it is over its revision that the button saves.
  function submitting (event) {
    stopped = true
    clearTimeout(timer)
    if (!saving) return
    event.preventDefault()
    pressed = event.submitter
  }

  async function send (now, leaving) {
    const body = JSON.stringify({ text: now, revision: Number(form.elements.revision.value) })
    const { response, said } = await put(form, form.dataset.editor, body, leaving)
    if (response.ok) {
      kept = now
      form.elements.revision.value = said.revision
      say(status, `Draft saved at ${said.saved}`)
      return
    }
    say(status, said.message ?? 'Not saved: leave this page open, or copy your text before you go on.', true)
    if (response.status >= 500 || response.status === 429 || response.status === 401) return AGAIN
    stopped = true // until the button is pressed, which shows both texts
  }
}

if (form && preview) {
  keep()
  text.addEventListener('input', lookLater)
  document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-line]')
    if (link) {
      event.preventDefault()
      goTo(Number(link.dataset.line))
    }
  })
  const asked = /^#line-(\d+)$/.exec(window.location.hash)
  if (asked) goTo(Number(asked[1]))
  if (text.value !== text.defaultValue) lookLater() // typed before this file had arrived
}
