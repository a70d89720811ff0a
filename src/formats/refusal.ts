/** What a user is told where a file cannot be read at all: its message is made of whole sentences. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
