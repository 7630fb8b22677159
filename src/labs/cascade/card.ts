import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'cascade',
  title: 'One slow stage',
  summary:
    'Up to five stages in a row. One slows down, and pressure travels back to the source; one item is slow, and everyone behind it waits. In single file, and with lanes and credits.',
  foot: '6 scenarios',
}
