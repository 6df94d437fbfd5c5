// Keeping (存于本机): what this device must not lose, one record an election; a kiosk keeps nothing.

const NAME = "quanheng-ballots";
const TABLE = "elections";

let database = null;

/** Opened once a page, so that a mark is on its way to the disk before the page can be closed. */
function opened() {
  database ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return database;
}

/** A phone that slept may have dropped what was open: then it is opened again. */
async function changing(mode) {
  for (const isLast of [false, true]) {
    try {
      return (await opened()).transaction(TABLE, mode, { durability: "strict" });
    } catch (error) {
      database = null;
      if (isLast) throw error;
    }
  }
  return null;
}

async function done(mode, act) {
  const change = await changing(mode);
  return new Promise((resolve, reject) => {
    const asked = act(change.objectStore(TABLE));
    change.oncomplete = () => resolve(asked.result);
    change.onabort = change.onerror = () => reject(change.error);
    if (mode === "readwrite") change.commit?.();
  });
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
