/** 'about 1 min 20 s left': whole seconds, of hours the minutes. */
export function timeLeft(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `about ${seconds} s left`;
  if (seconds < 3600) return `about ${Math.floor(seconds / 60)} min ${seconds % 60} s left`;
  const minutes = Math.round(seconds / 60);
  return `about ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
