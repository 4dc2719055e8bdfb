/** What a store keeps beside the documents, for whoever copies a whole database. */
export interface Internals {
  /** Last numbers given, by the name of the sequence. */
  sequences: readonly { name: string; value: number }[];
  migrations: readonly { version: number; name: string; at: string }[];
}
