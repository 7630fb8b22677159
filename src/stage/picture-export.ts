import { accept, refuse, type Outcome } from '../shared/outcome.ts'

/** The properties that CSS gives the picture and a file must carry itself. */
const CARRIED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'visibility',
  'display',
] as const

const SCALE = 2

/**
 * The picture inside `root` as the text of an SVG file that looks the same on its own: every style that a
 * stylesheet gave it is written into it. Refuses when there is no picture.
 */
export function pictureSvg(root: Element): Outcome<string> {
  const picture = root.querySelector('svg[data-picture]')
  if (!(picture instanceof SVGSVGElement)) return refuse('there is no picture to save yet')
  const copy = picture.cloneNode(true) as SVGSVGElement // a clone of an svg is an svg
  const originals = [picture, ...picture.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  originals.forEach((original, i) => carryStyle(original, copies[i]))
  const { width, height } = picture.viewBox.baseVal
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  paper.setAttribute('width', '100%')
  paper.setAttribute('height', '100%')
  paper.setAttribute('fill', getComputedStyle(picture).getPropertyValue('--surface') || '#fff')
  copy.prepend(paper)
  return accept(new XMLSerializer().serializeToString(copy))
}

/** The same picture as a PNG, twice its size on the screen. */
export async function picturePng(root: Element): Promise<Outcome<Blob>> {
  const svg = pictureSvg(root)
  if (!svg.ok) return svg
  const image = new Image()
  image.src = URL.createObjectURL(new Blob([svg.value], { type: 'image/svg+xml' }))
  try {
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * SCALE
    canvas.height = image.naturalHeight * SCALE
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    return blob === null ? refuse('this browser could not draw the picture') : accept(blob)
  } catch {
    return refuse('this browser could not draw the picture')
  } finally {
    URL.revokeObjectURL(image.src)
  }
}

function carryStyle(original: Element, copy: Element | undefined): void {
  if (copy === undefined) return
  const style = getComputedStyle(original)
  for (const property of CARRIED) {
    const value = style.getPropertyValue(property)
    if (value !== '') copy.setAttribute(property, value)
  }
  copy.removeAttribute('class')
  copy.removeAttribute('style')
}
