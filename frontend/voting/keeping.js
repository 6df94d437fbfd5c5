// Keeping (存于本机): what this device must not lose, one record an election; a kiosk keeps nothing.

const NAME = "quanheng-ballots";
const TABLE = "elections";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function done(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const change = database.transaction(TABLE, mode, { durability: "strict" });
      const asked = act(change.objectStore(TABLE));
      change.oncomplete = () => resolve(asked.result);
      change.onabort = change.onerror = () => reject(change.error);
    });
  } finally {
    database.close();
  }
}

/** Keeps on this device; resolves when it is written, not before. */
export const onDevice = {
  read: (election) => done("readonly", (table) => table.get(election)),
  write: (election, record) => done("readwrite", (table) => table.put(record, election)),
  forget: (election) => done("readwrite", (table) => table.delete(election)),
};

/** Keeps as long as the page is open: for a tablet that many people use. */
export function inMemory() {
  const held = new Map();
  return {
    read: async (election) => held.get(election),
    write: async (election, record) => void held.set(election, record),
    forget: async (election) => void held.delete(election),
  };
}
