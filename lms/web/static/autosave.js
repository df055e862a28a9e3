// Keeps what somebody writes on the server, within seconds of typing; nothing stays in the browser.
// Without it the page's "Save draft" button does the same.
import { AGAIN, guard, put, say as sayIn } from './keeping.js'

const WAIT = 1200 // milliseconds after the last key
const LONGEST = 3500 // milliseconds after the first key that is not saved yet

for (const form of document.querySelectorAll('form[data-autosave]')) keep(form)

function keep (form) {
  const status = form.querySelector('[data-autosave-status]')
  const panel = form.querySelector('[data-autosave-conflict]')
  const fields = [...form.querySelectorAll('[data-part]')]
  const family = form.querySelector('[data-family]')
  const revision = form.elements.revision
  let timer, first, saving, blocked
  // what is typed before this file arrives is not saved yet, nor what we filled in again
  const again = form.hasAttribute('data-unsaved')
  let kept = again ? undefined : snapshot('defaultValue')

  for (const field of [...fields, family]) field?.addEventListener('input', changed)
  form.addEventListener('submit', () => { blocked = true; clearTimeout(timer) })
  window.addEventListener('pageshow', () => { blocked = !panel.hidden })
  guard(form, () => snapshot() !== kept)
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(true) })
  panel.querySelector('[data-keep-mine]').addEventListener('click', keepMine)
  panel.querySelector('[data-take-other]').addEventListener('click', takeOther)
  if (again) say('Not saved yet.', true)
  else changed()

  function snapshot (which = 'value') {
    const texts = Object.fromEntries(fields.map(field => [field.dataset.part, field[which]]))
    return JSON.stringify({ texts, family: family?.[which] ?? '' })
  }

  function changed () {
    const words = form.querySelector('[data-words]')
    if (words) words.textContent = fields.reduce((sum, f) => sum + counted(f), Number(words.dataset.words))
    if (snapshot() === kept || blocked) return
    first ??= Date.now()
    clearTimeout(timer)
    timer = setTimeout(save, Math.max(0, Math.min(WAIT, first + LONGEST - Date.now())))
  }

  async function save (leaving = false) {
    if (saving || blocked || snapshot() === kept) return
    const now = snapshot()
    saving = true
    first = undefined
    let again
    try {
      again = await send(now, leaving === true)
    } catch {
      say('Not saved: there is no connection. We keep trying; leave this page open.', true)
      again = AGAIN
    }
    saving = false
    if (again !== undefined) { clearTimeout(timer); timer = setTimeout(save, again) } else changed()
  }

  async function send (now, keepalive) {
    const body = JSON.stringify({ ...JSON.parse(now), revision: Number(revision.value) })
    const { response, said } = await put(form, form.dataset.autosave, body, keepalive)
    if (response.ok) {
      kept = now
      revision.value = said.revision
      say(`Saved at ${said.saved}`)
      return
    }
    if (response.status === 409) return conflict(said, now)
    if (response.status >= 500 || response.status === 429) {
      say('Not saved: something is wrong on our side. We keep trying; leave this page open.', true)
      return AGAIN
    }
    say(said.message ?? 'Not saved: copy your text before you go on.', true)
    if (response.status === 401) return AGAIN // signed in again in another tab, it goes on
    blocked = true
  }

  function say (text, wrong) {
    sayIn(status, text, wrong)
  }

  function conflict (said, sent) {
    if (same(said, sent)) { // it was ours: only the answer was lost
      kept = sent
      revision.value = said.revision
      return say(`Saved at ${said.saved}`)
    }
    blocked = true
    panel.hidden = false
    panel.dataset.revision = said.revision
    panel.querySelector('[data-other-saved]').textContent = said.saved
    for (const field of fields) {
      const other = panel.querySelector(`[data-other="${CSS.escape(field.dataset.part)}"]`)
      other.textContent = said.texts[field.dataset.part] ?? ''
    }
    panel.dataset.family = said.family
    say('Not saved: there is a newer text from another window or device.', true)
    panel.focus()
  }

  function same (said, sent) {
    const other = fields.map(field => [field.dataset.part, said.texts[field.dataset.part] ?? ''])
    const texts = Object.fromEntries(other)
    return JSON.stringify({ texts, family: said.family }) === sent
  }

  function keepMine () {
    settle()
    kept = undefined
    save()
  }

  function takeOther () {
    for (const field of fields) {
      field.value = panel.querySelector(`[data-other="${CSS.escape(field.dataset.part)}"]`).textContent
    }
    if (family) family.value = panel.dataset.family
    settle()
    kept = snapshot()
    say('This is now the newer text.')
    changed()
  }

  function settle () {
    revision.value = panel.dataset.revision
    panel.hidden = true
    blocked = false
    fields[0]?.focus()
  }
}

// Answers to feedback are no part of the work.
function counted (field) {
  if (field.hasAttribute('data-uncounted')) return 0
  return count(field.hasAttribute('data-evidence') ? own(field.value) : field.value)
}

// A portfolio without its evidence, as the server counts: a beginning without an end takes nothing away.
function own (text) {
  const kept = []
  let held = []
  for (const line of text.split('\n')) {
    if (held.length) {
      held.push(line)
      if (line.trim() === 'Evidence ends.') held = []
    } else if (line.trim().startsWith('Evidence begins:')) held = [line]
    else kept.push(line)
  }
  return [...kept, ...held].join('\n')
}

// The rule that the server counts by: a run between two spaces that holds a letter or a digit.
function count (text) {
  return text.split(/\s+/).filter(run => /[\p{L}\p{N}]/u.test(run)).length
}
