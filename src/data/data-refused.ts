/** Settings whose data cannot be made; `message` says why, and what to do. */
export class DataRefused extends Error {}
