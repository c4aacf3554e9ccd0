"""Many reports on many workers: the shard contract, its engines, and the way of the results into a store."""

from dragoman.cluster.engines import run_shards
from dragoman.cluster.load import load_shards
from dragoman.cluster.manifest import Failure, Manifest, PipelineId
from dragoman.cluster.shard import process_shard

__all__ = ["Failure", "Manifest", "PipelineId", "load_shards", "process_shard", "run_shards"]
