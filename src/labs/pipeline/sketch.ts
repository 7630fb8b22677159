import { useMemo } from 'react'
import rough from 'roughjs'

const generator = rough.generator()

/** Path data with no more digits than a screen has. */
const pathOf = (drawable: Parameters<typeof generator.toPaths>[0]): string =>
  generator
    .toPaths(drawable)
    .map(({ d }) =>
      d.replaceAll(/-?\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100)),
    )
    .join('')

/** A circle as a hand draws it: the same at every drawing. */
export const useSketchCircle = (diameter: number, seed: number): string =>
  useMemo(
    () => pathOf(generator.circle(0, 0, diameter, { seed, roughness: 0.9, bowing: 0.5, curveStepCount: 14 })),
    [diameter, seed],
  )

/** A rectangle around the origin as a hand draws it, with two strokes a side. */
export const useSketchBox = (width: number, height: number, seed: number): string =>
  useMemo(
    () =>
      pathOf(
        generator.rectangle(-width / 2, -height / 2, width, height, { seed, roughness: 1, bowing: 0.8 }),
      ),
    [width, height, seed],
  )

/** Shorter than this there is no room for an arrow head. */
const ROOM_FOR_HEAD = 14

/** An arrow by hand along a bent line: `lift` pixels above the straight one in its middle. */
export const useSketchArrow = (x1: number, x2: number, y: number, lift: number, seed: number): string =>
  useMemo(() => {
    const middle = (x1 + x2) / 2
    const line = pathOf(
      generator.curve(
        [
          [x1, y],
          [middle, y - lift],
          [x2, y],
        ],
        { seed, roughness: 0.7, disableMultiStroke: true },
      ),
    )
    if (x2 - x1 < ROOM_FOR_HEAD) return line
    const slope = (4 * lift) / Math.max(1, x2 - x1)
    const [bx, by] = [x2 - 7, y - 7 * Math.min(1.2, slope)]
    return `${line}M${bx - 1},${by - 4}L${x2},${y}L${bx - 1},${by + 5}`
  }, [x1, x2, y, lift, seed])
