import type { ClientSession } from 'mongodb';
import type { Stored } from './stored-document.ts';

/** What a write is about to do to one document, so that it can be undone. */
export interface Image {
  collection: string;
  id: string;
  /** The document as it is; null when there is none. */
  before: Stored | null;
  /** Revision that the write leaves; null when it removes the document. */
  after: number | null;
}

/** What the writes that belong together share: a transaction, or a journal that is written before each of them. */
export interface Unit {
  session?: ClientSession;
  note?(images: readonly Image[]): Promise<void>;
}

/** A write that stands alone: MongoDB itself does it whole or not at all. */
export const ALONE: Unit = {};
