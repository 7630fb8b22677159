import { useMemo, type CSSProperties } from 'react'
import rough from 'roughjs'

const generator = rough.generator()

/** A box as a marker draws it around these corners, once for each size; '' for a lane in crisp lines. */
export const useSketchBox = (wanted: boolean, width: number, height: number, seed: number): string =>
  useMemo(() => {
    if (!wanted || width <= 0 || height <= 0) return ''
    const box = generator.rectangle(0, 0, width, height, { seed, roughness: 1.1, bowing: 0.7 })
    return generator
      .toPaths(box)
      .map(({ d }) => d.replaceAll(/-?\d+\.\d{3,}/g, (text) => String(Math.round(Number(text) * 100) / 100)))
      .join('')
  }, [wanted, width, height, seed])

/** What a sketch is filled with; crisp lanes have it from the style sheet. */
export const fillOf = (hatch: string | null): CSSProperties =>
  hatch === null ? {} : { fill: `url(#${hatch})`, fillOpacity: 1 }
