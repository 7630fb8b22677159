/** Space between a slide and the notes below it, and around them, in pixels. */
const MARGIN = 40

/**
 * Puts the notes on the pages that Reveal has laid out for print: below each slide, on pages that are all made as high
 * as the longest notes need; or on a page of their own behind each slide.
 */
export function addNotes(where: 'none' | 'below' | 'page'): void {
  if (where === 'none') return
  const pages = [...document.querySelectorAll<HTMLElement>('.pdf-page')]
  const sheets = pages.map((page) => {
    const sheet = document.createElement('div')
    sheet.className = `print-notes print-notes-${where}`
    const title = page.querySelector('h2')
    if (title !== null && where === 'page') sheet.append(title.cloneNode(true))
    for (const part of page.querySelectorAll('aside.notes > *')) sheet.append(part.cloneNode(true))
    return { page, sheet }
  })
  if (where === 'page') {
    for (const { page, sheet } of sheets) {
      const behind = document.createElement('div')
      behind.className = 'pdf-page'
      behind.style.height = page.style.height
      behind.append(sheet)
      page.after(behind)
    }
    return
  }
  for (const { page, sheet } of sheets) page.append(sheet)
  const needed = Math.max(...sheets.map(({ sheet }) => sheet.offsetHeight)) + MARGIN
  const [first] = pages
  if (first === undefined) return
  const { width, height } = first.getBoundingClientRect()
  const total = Math.ceil(height + needed)
  for (const { page, sheet } of sheets) {
    const slide = page.querySelector('section')
    // Else it would be as high as its page.
    if (slide !== null) slide.style.height = `${height - 2 * slide.offsetTop}px`
    sheet.style.top = `${height}px`
    page.style.height = `${total}px`
  }
  const size = document.createElement('style')
  size.textContent = `@page { size: ${Math.floor(width)}px ${total}px; margin: 0; }`
  document.head.append(size)
}

const LOOK_EVERY_MS = 250

/** Says how many labs still have to draw their picture, and then that the pages can be printed. */
export function tellReadiness(tell: (text: string) => void): () => void {
  const timer = setInterval(() => {
    const all = document.querySelectorAll('.lab-slide').length
    const drawn = document.querySelectorAll('.lab-slide:has(svg[data-picture])').length
    if (all === 0) return // the slides are not here yet
    const isReady = drawn === all
    tell(isReady ? 'Ready: print this page, or save it as a PDF.' : `Drawing the labs: ${drawn} of ${all}`)
    if (isReady) clearInterval(timer)
  }, LOOK_EVERY_MS)
  return () => clearInterval(timer)
}
