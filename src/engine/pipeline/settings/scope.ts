/** Of the player only: with swap buffers alone nothing is sent, decoded or played by a clock. */
export const PLAYER = { key: 'mode', is: ['player'] } as const
