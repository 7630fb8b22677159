import { GLOSSARY } from './data/closing.ts'
import { EPISODES } from './data/episodes.ts'
import { CONNECTIONS, THEME, VERBS } from './data/ideas.ts'

/** Typefaces as addresses that the page can load: files, or `data:` addresses. */
export interface CardFonts {
  readonly text: string
  readonly hand: string
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const sign = (path: string): string =>
  `<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="${path}"/></svg>`

/** The rows of the quick reference, in the order of its columns. */
export const CARD_ROWS: readonly (readonly string[])[] = EPISODES.map(
  ({ number, structure, product, insight, keeps, discards, production, practice }) => [
    String(number),
    structure,
    product,
    insight,
    keeps,
    discards,
    production,
    `${practice.number}. ${practice.name}`,
  ],
)

const HEADS = [
  'Ep.',
  'Structure',
  'Where it works',
  'Insight',
  'Keeps',
  'Throws away',
  'In production it is …',
  'LeetCode',
]

/** The words of the card, in the order of its reading. What the PDF is compared with. */
export const CARD_WORDS: readonly string[] = [
  ...HEADS,
  ...CARD_ROWS.flat(),
  THEME,
  ...VERBS.flatMap(({ name, what }) => [name, what]),
  ...GLOSSARY.flatMap(({ term, means }) => [term, means]),
  ...CONNECTIONS.flatMap(({ idea, holds, breaks }) => [idea, holds, breaks]),
]

/** The quick reference as a page to print: A4 across, one page and its back. */
export function cardHtml(fonts: CardFonts): string {
  const rows = CARD_ROWS.map(([number = '', structure = '', ...rest], i) => {
    const icon = sign(EPISODES[i]?.icon ?? '')
    const cells = [structure, ...rest].map((cell) => `<td>${escape(cell)}</td>`).join('')
    return `<tr><th scope="row"><span>${icon}${number}</span></th>${cells}</tr>`
  }).join('')
  const heads = HEADS.map((head) => `<th scope="col">${head}</th>`).join('')
  const verbs = VERBS.map(({ name, what }) => `<li><b>${name}</b> ${escape(what)}</li>`).join('')
  const terms = GLOSSARY.map(
    ({ term, means }) => `<div><dt>${escape(term)}</dt><dd>${escape(means)}</dd></div>`,
  ).join('')
  const ideas = CONNECTIONS.map(
    ({ from, idea, holds, breaks }) =>
      `<tr><th scope="row">${from}</th><td>${idea}</td><td>${escape(holds)}</td><td>${escape(breaks)}</td></tr>`,
  ).join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Season 1: quick reference</title><style>${css(fonts)}</style></head><body>
<main><header><h1>Season 1: The Invisible Linked List</h1><p>Quick reference</p></header>
<table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table>
<h2>${THEME}</h2><ol class="verbs">${verbs}</ol></main>
<aside><header><h1>Key terms of episode 8</h1><p>Streaming Systems &amp; Kafka</p></header>
<dl>${terms}</dl>
<h2>What each episode has become in the eighth</h2>
<table class="ideas"><thead><tr><th scope="col">Ep.</th><th scope="col">Idea</th><th scope="col">It holds</th>
<th scope="col">But</th></tr></thead><tbody>${ideas}</tbody></table>
<p class="note">Problems: numbers and names as on leetcode.com; the season names none, these are our choice. “In production”
says where real systems differ from what one draws.</p></aside>
</body></html>`
}

const css = ({ text, hand }: CardFonts): string => `
@font-face { font-family: Text; src: url("${text}"); font-weight: 100 900 }
@font-face { font-family: Hand; src: url("${hand}") }
@page { size: A4 landscape; margin: 10mm 11mm }
* { box-sizing: border-box; margin: 0; padding: 0 }
body { color: #1a2025; font: 8.6pt/1.32 Text }
main { break-after: page }
header { display: flex; align-items: baseline; justify-content: space-between; margin-bottom: 3mm }
h1 { font-size: 17pt; letter-spacing: -0.02em }
header p { color: #3d3a8c; font: 14pt Hand }
table { width: 100%; border-collapse: collapse }
th, td { padding: 1.7mm 2.4mm 1.7mm 0; border-top: 0.3pt solid #b9b2a4; text-align: left; vertical-align: top }
thead th { border: 0; padding-top: 0; color: #5b646c; font-size: 7.8pt; font-weight: 600 }
tbody th { white-space: nowrap }
tbody th span { display: flex; align-items: center; gap: 1.4mm; color: #0b5c7d }
td:nth-child(2) { width: 24mm; font-weight: 650 }
td:nth-child(3) { width: 25mm }
td:nth-child(4) { width: 19mm; color: #3d3a8c; font: 10pt/1.15 Hand }
td:nth-child(5) { width: 44mm }
td:nth-child(6) { width: 46mm }
td:nth-child(8) { width: 29mm }
svg path { fill: none; stroke: #0b5c7d; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round }
h2 { margin: 4mm 0 1.5mm; font-size: 11pt }
.verbs { display: grid; grid-template-columns: repeat(6, 1fr); gap: 4mm; list-style: none }
.verbs li { padding-top: 1mm; border-top: 1.5pt solid #0b5c7d }
.verbs b { display: block; font-size: 10pt }
dl { display: grid; grid-template-columns: 1fr 1fr; gap: 5mm 14mm; font-size: 10.5pt; line-height: 1.38 }
dt { margin-bottom: 1mm; color: #0b5c7d; font-size: 12pt; font-weight: 650 }
.ideas { font-size: 9.5pt }
.ideas th, .ideas tbody td { width: auto; padding: 1.3mm 4mm 1.3mm 0; color: inherit; font: 9.5pt/1.3 Text }
.ideas tbody td:nth-child(2) { font-weight: 650 }
aside h2 { margin-top: 7mm }
.note { margin-top: 6mm; color: #5b646c; font-size: 9pt }
`
