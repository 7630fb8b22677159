import type { JSX } from 'react'

interface SpreadNamesProps {
  readonly x: number
  readonly anchor?: 'start' | 'end'
  /** Between these they stand. */
  readonly top: number
  readonly bottom: number
  readonly names: readonly {
    readonly key: string
    readonly text: string
    readonly y: number
    readonly className: string
  }[]
}

const LINE_HEIGHT = 13

/** Names at the ends of lines, moved apart both ways where they would overlap. */
export function SpreadNames({ x, anchor = 'start', top, bottom, names }: SpreadNamesProps): JSX.Element {
  return (
    <g className="line-names">
      {spread(names, top, bottom).map(({ key, text, y, className }) => (
        <text
          key={key}
          className={`line-name ${className}`}
          x={x}
          y={y}
          textAnchor={anchor === 'end' ? 'end' : undefined}
          dominantBaseline="middle"
        >
          {text}
        </text>
      ))}
    </g>
  )
}

/** From the top down each below the one before, then from the bottom up so that all stay inside. */
function spread<Name extends { readonly y: number }>(
  names: readonly Name[],
  top: number,
  bottom: number,
): readonly Name[] {
  const placed: Name[] = []
  for (const name of names.toSorted((a, b) => a.y - b.y)) {
    const above = placed.at(-1)?.y ?? -Infinity
    placed.push({ ...name, y: Math.max(top, name.y, above + LINE_HEIGHT) })
  }
  let below = bottom + LINE_HEIGHT
  for (let i = placed.length - 1; i >= 0; i--) {
    const name = placed[i]
    if (name === undefined) continue
    below = Math.min(name.y, below - LINE_HEIGHT)
    placed[i] = { ...name, y: below }
  }
  return placed
}
