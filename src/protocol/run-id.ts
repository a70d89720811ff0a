/**
 * Names a run of a worker. Whatever is asked about a run names the one that is meant, and is refused as 'superseded'
 * once another has taken its place; null where the page was told of none yet: then it is whichever there is.
 */
export type RunId = number;
