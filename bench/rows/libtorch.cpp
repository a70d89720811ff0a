// libtorch, one thread, 32-bit floats, for bench/rows/beside.ts: trains on rows in memory with Adam.
//
//     libtorch rows batchSize learningRate relu|tanh squared-error|cross-entropy widths data parameters
//
// Widths are separated by commas; the files hold 32-bit floats: the inputs and then the targets, row by row; and layer
// after layer the weights [output][input] and the biases. Answers questions, a line of JSON each, with one:
// {"steps": n} or {"parameters": true}. Ends with its input.

#include <torch/torch.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

static torch::Tensor read_numbers(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto count = static_cast<int64_t>(file.tellg()) / 4;
  auto numbers = torch::empty({count}, torch::kFloat32);
  file.seekg(0);
  file.read(static_cast<char*>(numbers.data_ptr()), count * 4);
  return numbers;
}

int main(int, char** arguments) {
  at::set_num_threads(1);
  const int64_t rows = std::stoll(arguments[1]), batch_size = std::stoll(arguments[2]);
  const double rate = std::stod(arguments[3]);
  const bool is_relu = std::string(arguments[4]) == "relu";
  const bool has_classes = std::string(arguments[5]) == "cross-entropy";
  std::vector<int64_t> widths;
  std::stringstream list(arguments[6]);
  for (std::string width; std::getline(list, width, ',');) widths.push_back(std::stoll(width));

  const auto data = read_numbers(arguments[7]);
  const auto inputs = data.slice(0, 0, rows * widths.front()).reshape({rows, widths.front()}).contiguous();
  auto targets = data.slice(0, rows * widths.front()).reshape({rows, -1}).contiguous();
  if (has_classes) targets = targets.select(1, 0).to(torch::kInt64).contiguous();

  torch::nn::Sequential network;
  const auto initial = read_numbers(arguments[8]);
  int64_t position = 0;
  for (size_t k = 0; k + 1 < widths.size(); k++) {
    torch::nn::Linear layer(widths[k], widths[k + 1]);
    torch::NoGradGuard guard;
    for (auto& tensor : {layer->weight, layer->bias}) {
      tensor.copy_(initial.slice(0, position, position + tensor.numel()).reshape(tensor.sizes()));
      position += tensor.numel();
    }
    network->push_back(layer);
    if (k + 2 == widths.size()) break;
    if (is_relu) network->push_back(torch::nn::ReLU());
    else network->push_back(torch::nn::Tanh());
  }
  torch::optim::Adam optimizer(network->parameters(), torch::optim::AdamOptions(rate));

  std::printf("{\"note\": \"libtorch %s, one thread\"}\n", TORCH_VERSION);
  std::fflush(stdout);
  auto order = torch::arange(rows);
  int64_t from = 0;
  for (std::string line; std::getline(std::cin, line);) {
    long long steps = 0;
    if (std::sscanf(line.c_str(), "{\"steps\":%lld}", &steps) == 1) {
      for (; steps > 0; steps--) {
        if (from + batch_size > rows) {
          order = torch::randperm(rows);
          from = 0;
        }
        const auto batch = order.slice(0, from, from + batch_size);
        from += batch_size;
        optimizer.zero_grad();
        const auto outputs = network->forward(inputs.index_select(0, batch));
        const auto expected = targets.index_select(0, batch);
        const auto loss = has_classes ? torch::nn::functional::cross_entropy(outputs, expected)
                                      : torch::nn::functional::mse_loss(outputs, expected);
        loss.backward();
        optimizer.step();
      }
      std::cout << "{}" << std::endl;
    } else {
      std::cout << "{\"parameters\": [";
      std::cout.precision(std::numeric_limits<float>::max_digits10);
      bool is_first = true;
      for (const auto& tensor : network->parameters()) {
        const auto flat = tensor.detach().contiguous().view({-1});
        for (int64_t i = 0; i < flat.numel(); i++) {
          std::cout << (is_first ? "" : ",") << flat[i].item<float>();
          is_first = false;
        }
      }
      std::cout << "]}" << std::endl;
    }
  }
}
