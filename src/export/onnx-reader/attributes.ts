import type { FileNode } from './model-file.ts';
import { textOf, viewOf, type WireMessage } from './wire.ts';

/** What a node says beside its operands, by the numbers of AttributeProto's fields. */

export function floatOf({ attributes }: FileNode, name: string, otherwise: number): number {
  return attributes.get(name)?.float(2, otherwise) ?? otherwise;
}

export function integerOf({ attributes }: FileNode, name: string, otherwise: number): number {
  return attributes.get(name)?.integer(3, otherwise) ?? otherwise;
}

export function textAttribute({ attributes }: FileNode, name: string): string {
  return attributes.get(name)?.text(4) ?? '';
}

export function tensorAttribute({ attributes }: FileNode, name: string): WireMessage | null {
  return attributes.get(name)?.message(5) ?? null;
}

export function integersOf({ attributes }: FileNode, name: string): number[] {
  return attributes.get(name)?.integers(8) ?? [];
}

export function textsOf({ attributes }: FileNode, name: string): string[] {
  return attributes.get(name)?.bytes(9).map(textOf) ?? [];
}

/** Packed or not. */
export function floatsOf({ attributes }: FileNode, name: string): number[] {
  const bytes = attributes.get(name)?.packed(7) ?? new Uint8Array();
  const view = viewOf(bytes);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getFloat32(4 * i, true));
}
