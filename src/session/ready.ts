/** What a session tells its client once it can be called: Comlink itself never says. */
export const READY = 'millrace-session-ready'
