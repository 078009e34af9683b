"""How much of a file is read: bounds on size, points and unpacked archives.

A decision's coordinate table has tens of points and a survey of a cluster a few thousand;
what is far beyond that is refused with a sentence before it costs memory or time.
"""

MAX_FILE_BYTES = 32 * 1024 * 1024
#: Programs keep drawings and documents in memory at many times their size.
MAX_DRAWING_BYTES = 12 * 1024 * 1024
MAX_DRAWING_ENTITIES = 200_000
MAX_DOCUMENT_XML_BYTES = 24 * 1024 * 1024
MAX_VERTICES = 100_000
#: Rings of a table or drawing, which are compared each with each for holes.
MAX_NESTED = 1_000
MAX_FEATURES = 20_000
#: JSON takes up to 250 bytes of memory for an empty object, 120 for a position.
MAX_JSON_OBJECTS = 500_000
MAX_JSON_LISTS = 3_000_000
MAX_CELLS = 1_000_000
MAX_ARCHIVE_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 128 * 1024 * 1024
#: Sheets of numbers pack about 1:15 and drawings 1:30; bombs 1:1000.
MAX_PACKING_RATIO = 250
