// Starts GOV.UK Frontend's own components, and asks before a page with something typed is left;
// every page works without it.
import { initAll } from './govuk/govuk-frontend.min.js'
import { guard } from './keeping.js'

initAll()

// Forms that keep a draft ask for themselves. A form filled in again by us holds nothing saved.
const KEEP_THEMSELVES = '[data-autosave], [data-marking], [data-editor]'
for (const form of document.querySelectorAll('main form[method=post]')) {
  if (form.matches(KEEP_THEMSELVES) || !form.querySelector('textarea')) continue
  const again = form.hasAttribute('data-unsaved') || document.querySelector('.govuk-error-summary')
  const boxes = [...form.querySelectorAll('textarea, input[type=text], input:not([type])')]
  guard(form, () => boxes.some(box => box.value !== box.defaultValue || (again && box.matches('textarea') && box.value)))
}

// A form shown again in answer to signing in: the address is that of its own page.
const shown = document.querySelector('[data-typed-again]')
if (shown?.dataset.typedAgain) window.history.replaceState(null, '', shown.dataset.typedAgain)
