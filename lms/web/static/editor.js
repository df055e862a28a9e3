// While a tutor types: lays the text out again, lists its problems, and takes the cursor to a line.
const PAUSE = 600

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

if (form && preview) {
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
