import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'pressure',
  title: 'Backpressure',
  summary:
    'More comes in than goes out. The same messages go to queues that block, drop, sample, scale or grow: what is lost, who waits, and how old is what gets through?',
  foot: '10 scenarios',
}
