import type { JSX } from 'react'
import { at } from '../shared/assert.ts'

interface LineNamesProps {
  readonly x: number
  /** With 'end' the names end at `x`, and stand above their lines: for pictures with no room beside the lines. */
  readonly anchor?: 'start' | 'end'
  /** From one name to the next, in pixels. */
  readonly lineHeight?: number
  /** No name stands above this. */
  readonly top: number
  readonly names: readonly { readonly text: string; readonly y: number; readonly className: string }[]
}

/** Names at the ends of lines, moved apart where they would overlap: no line is told by its colour alone. */
export function LineNames({ x, anchor = 'start', lineHeight = 12, top, names }: LineNamesProps): JSX.Element {
  const lift = anchor === 'end' ? lineHeight * 0.75 : 0
  const placed: LineNamesProps['names'][number][] = []
  for (const name of [...names].sort((a, b) => b.y - a.y)) {
    const below = placed.at(-1)?.y ?? Infinity
    placed.push({ ...name, y: Math.max(top, Math.min(name.y - lift, below - lineHeight)) })
  }
  // Where they met the top the lower ones give way.
  for (let i = placed.length - 2; i >= 0; i--) {
    const [name, above] = [at(placed, i), at(placed, i + 1)]
    placed[i] = { ...name, y: Math.max(name.y, above.y + lineHeight) }
  }
  return (
    <g className="line-names">
      {placed.map(({ text, y, className }) => (
        <text
          key={`${className}-${text}`}
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
