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

/** A box open at the top, as a hand draws it: the same at every drawing. */
export const useSketchVessel = (x: number, y: number, width: number, height: number): string =>
  useMemo(() => {
    const [right, bottom] = [x + width, y + height]
    const options = { seed: 11, roughness: 1, bowing: 0.7 }
    return pathOf(
      generator.linearPath(
        [
          [x, y],
          [x, bottom],
          [right, bottom],
          [right, y],
        ],
        options,
      ),
    )
  }, [x, y, width, height])

const SPOKES = 16

/** A ring of slots around the origin as a hand draws it. */
export const useSketchRing = (inner: number, outer: number): string =>
  useMemo(() => {
    const circle = (radius: number, seed: number): string =>
      pathOf(generator.circle(0, 0, 2 * radius, { seed, roughness: 0.9, bowing: 0.5, curveStepCount: 16 }))
    const spokes = Array.from({ length: SPOKES }, (_, slot) => {
      const angle = (2 * Math.PI * slot) / SPOKES
      const [c, s] = [Math.cos(angle), Math.sin(angle)]
      return sketchLine(inner * c, inner * s, outer * c, outer * s, 40 + slot, 1)
    })
    return circle(inner, 21) + circle(outer, 22) + spokes.join('')
  }, [inner, outer])
