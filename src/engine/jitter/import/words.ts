/** 12345 as "12,345". */
export const grouped = (n: number): string => n.toLocaleString('en')

/** "1 packet", "12,345 packets". */
export const counted = (n: number, noun: string): string => `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`

/** Text of a file as it may stand in a message. */
export const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
