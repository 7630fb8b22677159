import { useMemo } from 'react'
import rough from 'roughjs'
import { sketchLine } from '../../view/paths.ts'

const generator = rough.generator()

/** Path data with no more digits than a screen has. */
const pathOf = (drawable: Parameters<typeof generator.toPaths>[0]): string =>
  generator
    .toPaths(drawable)
    .map(({ d }) => d.replaceAll(/-?\d+\.\d{3,}/g, (text) => String(Math.round(Number(text) * 100) / 100)))
    .join('')

/** A ring of so many slots around the origin as a hand draws it: the same at every drawing. */
export const useSketchRing = (slots: number, inner: number, outer: number, seed: number): string =>
  useMemo(() => {
    const circle = (radius: number, i: number): string =>
      pathOf(
        generator.circle(0, 0, 2 * radius, {
          seed: seed + i,
          roughness: 1,
          bowing: 0.5,
          curveStepCount: 16,
        }),
      )
    const spokes = Array.from({ length: slots }, (_, slot) => {
      const angle = (2 * Math.PI * slot) / slots - Math.PI / 2
      const [c, s] = [Math.cos(angle), Math.sin(angle)]
      return sketchLine(inner * c, inner * s, outer * c, outer * s, seed + slot, 1)
    })
    return circle(inner, 1) + circle(outer, 2) + spokes.join('')
  }, [slots, inner, outer, seed])
