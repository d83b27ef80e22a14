"""The model as MLflow loads it: fastText over cleaned texts with their variables, the five most probable codes of each."""

import fasttext
import mlflow
import yaml


class FastTextModel(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        self.model = fasttext.load_model(context.artifacts["fasttext_model_path"])
        with open(context.artifacts["config_path"], encoding="utf-8") as file:
            self.config = yaml.safe_load(file)

    def predict(self, context, model_input, params=None):
        variables = self.config["preprocessing"]["variables"]
        lines = [
            " ".join(
                [row[self.config["text_feature"]]]
                + [f"{one['prefix']}{row.get(one['name'], one['missing'])}" for one in variables]
            )
            for row in model_input.to_dict("records")
        ]
        labels, probabilities = self.model.predict(lines, k=5)
        return [
            [(label.replace("__label__", ""), float(probability)) for label, probability in zip(*pair)]
            for pair in zip(labels, probabilities)
        ]


mlflow.models.set_model(FastTextModel())
