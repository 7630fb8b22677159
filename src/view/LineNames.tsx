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
  const placed: LineNamesProps['names'][number][] = []
  for (const name of [...names].sort((a, b) => b.y - a.y)) {
    const below = placed.at(-1)?.y ?? Infinity
    placed.push({ ...name, y: Math.max(top, Math.min(name.y, below - LINE_HEIGHT)) })
  }
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
