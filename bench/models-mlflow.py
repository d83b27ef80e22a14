"""A real MLflow for benchmarks.

fill DATABASE URL: copies all runs of the server at URL into a new database; prints the id of their experiment
search URL EXPERIMENT RUNS: reads all runs as a DataFrame; prints milliseconds and the most MiB of this process
"""
import json
import resource
import sqlite3
import sys
import time
import urllib.request


def runs_at(url):
    body = json.dumps({"experiment_ids": ["1"], "max_results": 50_000}).encode()
    request = urllib.request.Request(
        f"{url}/api/2.0/mlflow/runs/search", body, {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["runs"]


def insert(database, table, names, rows):
    marks = ", ".join("?" for _ in names)
    database.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)


def fill(file, url):
    from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

    experiment = SqlAlchemyStore(f"sqlite:///{file}", "mlflow-artifacts:/").create_experiment("bench")
    runs = runs_at(url)
    info = ["run_uuid", "name", "user_id", "status", "start_time", "end_time", "lifecycle_stage", "artifact_uri"]
    said = ["run_id", "run_name", "user_id", "status", "start_time", "end_time", "lifecycle_stage", "artifact_uri"]
    with sqlite3.connect(file) as database:
        insert(
            database,
            "runs",
            [*info, "experiment_id"],
            ([run["info"][name] for name in said] + [experiment] for run in runs),
        )
        for table in ("metrics", "latest_metrics"):
            insert(
                database,
                table,
                ["key", "value", "timestamp", "step", "is_nan", "run_uuid"],
                (
                    (one["key"], one["value"], one["timestamp"], one["step"], 0, run["info"]["run_id"])
                    for run in runs
                    for one in run["data"]["metrics"]
                ),
            )
        for table in ("params", "tags"):
            insert(
                database,
                table,
                ["key", "value", "run_uuid"],
                ((one["key"], one["value"], run["info"]["run_id"]) for run in runs for one in run["data"][table]),
            )
    print(experiment)


def search(url, experiment, expected):
    import mlflow

    mlflow.set_tracking_uri(url)
    began = time.perf_counter()
    frame = mlflow.search_runs(experiment_ids=[experiment])
    all_runs = 1000 * (time.perf_counter() - began)
    if len(frame) != int(expected):
        sys.exit(f"{len(frame)} of {expected} runs came")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"all": all_runs, "memory": memory}))


if __name__ == "__main__":
    {"fill": fill, "search": search}[sys.argv[1]](*sys.argv[2:])
