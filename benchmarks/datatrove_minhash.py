"""Removes near-duplicates by datatrove's MinHash, as its documentation does it: four stages, each with as many workers as
there are cores. Prints seconds, how many rows were left, and seconds of processor time.

datatrove_minhash.py ROWS_FOLDER WORK_FOLDER CORES: every file of ROWS_FOLDER is read by a task of its own.
"""

import pathlib
import resource
import sys
import time

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import (
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter


def main():
    rows, work, cores = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    files = len(list(rows.iterdir()))
    config = MinhashConfig()
    place = {name: str(work / name) for name in ("signatures", "buckets", "remove", "kept")}

    def run(tasks, name, *pipeline):
        LocalPipelineExecutor(
            pipeline=list(pipeline),
            tasks=tasks,
            workers=cores,
            logging_dir=str(work / "logs" / name),
            # Workers start at once, and their processor time is ours.
            start_method="fork",
        ).run()

    begun = time.time()
    reader = JsonlReader(str(rows))
    run(files, "1", reader, MinhashDedupSignature(output_folder=place["signatures"], config=config))
    run(
        config.num_buckets,
        "2",
        MinhashDedupBuckets(input_folder=place["signatures"], output_folder=place["buckets"], config=config),
    )
    run(1, "3", MinhashDedupCluster(input_folder=place["buckets"], output_folder=place["remove"], config=config))
    run(
        files,
        "4",
        reader,
        MinhashDedupFilter(input_folder=place["remove"]),
        JsonlWriter(place["kept"], compression=None),
    )
    seconds = time.time() - begun
    kept = sum(sum(1 for _ in open(f, "rb")) for f in pathlib.Path(place["kept"]).iterdir())
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(u.ru_utime + u.ru_stime for u in used)
    print(f"{seconds:.3f} {kept} {cpu:.3f}")


if __name__ == "__main__":
    main()
