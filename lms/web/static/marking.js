// Makes marking quicker: keeps what is typed on the server, takes selected words into a comment,
// inserts kept comments. Without it every box and button of the page does the same by hand.
import { AGAIN, guard, put, say } from './keeping.js'

const WAIT = 1200 // milliseconds after the last key

for (const form of document.querySelectorAll('form[data-marking]')) {
  keepDraft(form)
  quoteSelection(form, document.querySelector('[data-work-text]'))
  addWithoutReload(form)
  insertComments(form)
}

function keepDraft (form) {
  const status = form.querySelector('[data-draft-status]')
  const skip = new Set(['csrf_token', 'idempotency', 'seen', 'revision', 'action'])
  let timer, saving, stopped
  let kept = form.hasAttribute('data-unsaved') ? undefined : snapshot()

  guard(form, () => snapshot() !== kept)
  form.addEventListener('input', later)
  form.addEventListener('change', later)
  form.addEventListener('submit', () => { stopped = true; clearTimeout(timer) })
  window.addEventListener('pageshow', event => { if (event.persisted) stopped = false })
  document.addEventListener('visibilitychange', () => { if (document.hidden) save() })

  function snapshot () {
    const boxes = [...new FormData(form)].filter(([name, value]) => !skip.has(name) && value)
    return JSON.stringify(Object.fromEntries(boxes))
  }

  function later () {
    clearTimeout(timer)
    timer = setTimeout(save, WAIT)
  }

  async function save () {
    const now = snapshot()
    if (stopped || saving || now === kept) return
    saving = true
    try {
      const body = JSON.stringify({ ...JSON.parse(now), revision: Number(form.elements.revision.value) })
      const { response, said } = await put(form, form.dataset.marking, body, true)
      if (response.ok) {
        kept = now
        form.elements.revision.value = said.revision
        say(status, `Draft saved at ${said.saved}`)
      } else {
        const passes = response.status >= 500 || response.status === 429 || response.status === 401
        stopped = !passes
        if (passes) timer = setTimeout(save, AGAIN)
        say(status, said.message ?? 'Not saved: leave this page open, or copy your text before you go on.', true)
        saving = false
        return
      }
    } catch {
      say(status, 'Not saved: there is no connection. We keep trying; leave this page open.', true)
      timer = setTimeout(save, AGAIN)
      saving = false
      return
    }
    saving = false
    if (!stopped && snapshot() !== now) later()
  }
}

// Selected words of the work go into the first comment that quotes nothing yet.
function quoteSelection (form, work) {
  if (!work) return
  for (const event of ['pointerup', 'keyup']) work.addEventListener(event, () => take())

  function take () {
    const chosen = document.getSelection()
    if (!chosen.rangeCount || chosen.isCollapsed) return
    const range = chosen.getRangeAt(0)
    if (!work.contains(range.commonAncestorContainer)) return
    const quote = flat(range.toString()).trim()
    const boxes = [...form.querySelectorAll('[data-one]')]
    const free = boxes.find(box => !field(box, 'says').value) ?? addBox(form)
    if (!quote || quote.length > 500 || !free) return
    field(free, 'quote').value = quote
    field(free, 'at').value = occurrence(range, quote)
    const status = form.querySelector('[data-anchored-status]')
    status.textContent = `Comment ${boxes.indexOf(free) + 1 || boxes.length + 1} is about: ${quote.slice(0, 60)}`
    form.dispatchEvent(new Event('input'))
  }

  // Which time the words occur, as the server counts: white space of any kind is one space.
  function occurrence (range, quote) {
    const before = document.createRange()
    before.selectNodeContents(work)
    before.setEnd(range.startContainer, range.startOffset)
    const until = flat(before.toString()).length
    const text = flat(work.textContent)
    let count = 0
    for (let at = text.indexOf(quote); at >= 0 && at <= until + 1; at = text.indexOf(quote, at + 1)) count++
    return Math.max(count, 1)
  }
}

function flat (text) {
  return text.replace(/\s+/g, ' ')
}

function field (box, name) {
  return box.querySelector(`[name^="${name}-"]`)
}

function addWithoutReload (form) {
  const button = form.querySelector('[name=action][value=another]')
  button?.addEventListener('click', event => {
    event.preventDefault()
    field(addBox(form), 'quote').focus()
  })
}

// A further empty comment: a copy of the last one under the next number.
function addBox (form) {
  const boxes = form.querySelectorAll('[data-one]')
  const last = boxes[boxes.length - 1]
  const copy = last.cloneNode(true)
  const number = boxes.length
  for (const mistake of copy.querySelectorAll('.govuk-error-message')) mistake.remove()
  for (const box of copy.querySelectorAll('input, textarea')) {
    const name = box.name.replace(/\d+$/, number)
    box.name = box.id = name
    box.value = name.startsWith('at-') ? '1' : ''
    box.removeAttribute('aria-describedby')
  }
  for (const label of copy.querySelectorAll('label')) {
    label.htmlFor = label.htmlFor.replace(/\d+$/, number)
    label.textContent = label.textContent.replace(/\d+\s*$/, number + 1)
  }
  last.after(copy)
  return copy
}

function insertComments (form) {
  let last = form.elements.overall
  form.addEventListener('focusin', event => { if (event.target.matches('textarea')) last = event.target })
  for (const hint of form.querySelectorAll('[data-with-script]')) hint.hidden = false
  for (const button of form.querySelectorAll('[data-insert]')) {
    button.hidden = false
    button.addEventListener('click', () => {
      const text = button.parentElement.querySelector('[data-banked]').textContent
      last.setRangeText(text, last.selectionStart, last.selectionEnd, 'end')
      last.focus()
      last.dispatchEvent(new Event('input', { bubbles: true }))
    })
  }
}
