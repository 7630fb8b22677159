import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'hashing',
  title: 'Whose key is it?',
  summary:
    'Servers share keys, come and go, by five rules: the circle as it is drawn, a ring with virtual nodes, the remainder, fixed slots, the highest weight. Which keys stay where they were?',
  foot: '5 scenarios',
}
