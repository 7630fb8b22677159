/** What season 2 is about: a structure, and where it works. */
export interface Pair {
  /** Names its small picture: see src/season/forest. */
  readonly id: 'bst' | 'red-black' | 'b-tree' | 'trie' | 'graph' | 'bloom' | 'inverted'
  readonly structure: string
  readonly product: string
  /** How it really is (erratum X44), or what it is good for. */
  readonly production: string
}

export const NEXT_SEASON = 'Season 2: The Invisible Forest'

export const PAIRS: readonly Pair[] = [
  {
    id: 'bst',
    structure: 'Binary search trees',
    product: 'Database indexes',
    production: 'Really B⁺-trees or LSM trees: a page of keys at each step.',
  },
  {
    id: 'red-black',
    structure: 'Red-black trees',
    product: 'The Linux scheduler',
    production: 'Since 6.6 (2023) EEVDF, on a red-black tree with more in each node.',
  },
  {
    id: 'b-tree',
    structure: 'B-trees',
    product: 'File systems',
    production: 'Wide and flat: few blocks to read on the way down.',
  },
  {
    id: 'trie',
    structure: 'Tries',
    product: 'Autocomplete',
    production: 'What one typed is a path; what follows from it, a subtree.',
  },
  {
    id: 'graph',
    structure: 'Graphs',
    product: 'Social networks',
    production: 'Friends of friends: two steps, and already many.',
  },
  {
    id: 'bloom',
    structure: 'Bloom filters',
    product: 'Deduplication',
    production: 'No tree. A false alarm drops a real event: for a first look only.',
  },
  {
    id: 'inverted',
    structure: 'Inverted indexes',
    product: 'Search engines',
    production: 'Neither tree nor graph: a list of documents for each word.',
  },
]
