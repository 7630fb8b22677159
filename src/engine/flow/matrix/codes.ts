/** The rows of slide 16's matrix. */
export const CASES = ['payments', 'video', 'metrics', 'audit', 'tickers', 'notifications'] as const
export type CaseId = (typeof CASES)[number]

/** The columns: four that the episode names, and the fifth that its text names and its table forgot. */
export const COLUMNS = ['block', 'drop-newest', 'drop-oldest', 'sample', 'scale-out'] as const
export type ColumnId = (typeof COLUMNS)[number]

/** How a strategy is carried out: as the slide draws it, or with what the data needs. */
export const MANNERS = ['drawn', 'careful'] as const
export type Manner = (typeof MANNERS)[number]

export const COLUMN_LABELS: Record<ColumnId, string> = {
  block: 'Block',
  'drop-newest': 'Drop newest',
  'drop-oldest': 'Drop oldest',
  sample: 'Sample',
  'scale-out': 'Scale out',
}

/** What slide 16 says of a cell; null where its table has no column or says nothing. */
export type Mark = 'yes' | 'no' | 'depends' | null

/** A row as slide 16 has it. */
export interface DrawnRow {
  readonly label: string
  /** The slide's best choice, as it names it, and the column that is. */
  readonly best: string
  readonly choice: ColumnId
  readonly block: Mark
  readonly drop: Mark
}

/** Slide 16's table. "Backpressure" for notifications is what the table also calls Block. */
export const DRAWN: Record<CaseId, DrawnRow> = {
  payments: { label: 'Financial transactions', best: 'Block', choice: 'block', block: 'yes', drop: 'no' },
  video: { label: 'Live video streaming', best: 'Drop', choice: 'drop-newest', block: 'no', drop: 'yes' },
  metrics: { label: 'Server metrics', best: 'Sample', choice: 'sample', block: 'no', drop: 'yes' },
  audit: { label: 'Audit logs', best: 'Block', choice: 'block', block: 'yes', drop: 'no' },
  tickers: { label: 'Stock tickers', best: 'Drop oldest', choice: 'drop-oldest', block: 'no', drop: 'yes' },
  notifications: {
    label: 'User notifications',
    best: 'Backpressure',
    choice: 'block',
    block: 'depends',
    drop: 'depends',
  },
}

/** What the slide's table says of a cell. */
export function markOf(row: CaseId, column: ColumnId): Mark {
  const { block, drop } = DRAWN[row]
  if (column === 'block') return block
  return column === 'drop-newest' || column === 'drop-oldest' ? drop : null
}
