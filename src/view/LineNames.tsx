import type { JSX } from 'react'

interface LineNamesProps {
  readonly x: number
  /** No name stands above this. */
  readonly top: number
  readonly names: readonly { readonly text: string; readonly y: number; readonly className: string }[]
}

const LINE_HEIGHT = 12

/** Names at the ends of lines, moved apart where they would overlap: no line is told by its colour alone. */
export function LineNames({ x, top, names }: LineNamesProps): JSX.Element {
  let lowest = Infinity
  const placed = [...names]
    .sort((a, b) => b.y - a.y)
    .map((name) => {
      lowest = Math.min(name.y, lowest - LINE_HEIGHT)
      return { ...name, y: Math.max(top, lowest) }
    })
  return (
    <g className="line-names">
      {placed.map(({ text, y, className }) => (
        <text
          key={`${className}-${text}`}
          className={`line-name ${className}`}
          x={x}
          y={y}
          dominantBaseline="middle"
        >
          {text}
        </text>
      ))}
    </g>
  )
}
