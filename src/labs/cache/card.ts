import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'cache',
  title: 'Keep or forget',
  summary:
    'The same requests to four caches of one size: an exact LRU, Redis by age and Redis by frequency, which look at a few keys, and one that knows the future.',
  foot: '5 scenarios',
}
